// The query editor over this server's endpoint, with the saved questions to start from.
"use strict";
const texts = JSON.parse(document.getElementById("questions").textContent);
const starter = JSON.parse(document.getElementById("starter").textContent);
const given = new URLSearchParams(location.search).get("query");
const prefixes = Object.fromEntries(
  [...Object.values(texts).join("\n").matchAll(/^PREFIX (\w+): <([^>]+)>/gm)].map((found) => [found[1], found[2]])
);
const Yasqe = Yasgui.Yasqe;
// Prefixes complete from those of the questions; what the editor would fetch elsewhere is left out.
Yasqe.forkAutocompleter("prefixes", {
  name: "own-prefixes",
  persistenceId: null,
  get: () => Object.entries(prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`),
});
Yasqe.defaults.autocompleters = ["own-prefixes", "variables"];
const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint: new URL("sparql", location.href).href, method: "POST" },
  endpointCatalogueOptions: { getData: () => [] },
  copyEndpointOnNewTab: true,
  autofocus: false,
  persistencyExpire: 0,
  persistenceId: null,
  yasqe: { value: given || starter, createShareableLink: null, persistenceId: null },
});
const write = (text) => yasgui.getTab().getYasqe().setValue(text);
write(given || starter);
document.getElementById("examples").addEventListener("change", (event) => {
  if (texts[event.target.value]) write(texts[event.target.value]);
});
