// The playground: what the analysis makes of a text, stage beside stage.
import type { AnalyzeAnswer } from "../shared/client";
import { h, type Child } from "../shared/dom";
import { text, type TextName } from "../shared/texts";

const STAGES: TextName[] = ["status.token", "status.exact", "status.stem", "status.rule", "status.terms", "status.alternatives"];

function chips(words: readonly string[], dir = "auto"): Child {
  return words.length > 0 && h("ul", { class: "words" }, words.map((word) => h("li", { dir }, word)));
}

/* Words of a query are those of the text in their order, where as many are left. */
function row(token: AnalyzeAnswer["tokens"][number], word: NonNullable<AnalyzeAnswer["words"]>[number] | undefined): HTMLElement {
  const cell = (value: string) => h("td", { dir: "auto" }, value);
  return h("tr", {}, [
    h("th", { scope: "row", dir: "auto" }, token.text),
    cell(token.exact),
    cell(token.stem),
    h("td", {}, h("code", {}, [token.rule, ...token.flags].join(" "))),
    h("td", {}, chips(token.terms.map((one) => one.term))),
    h("td", {}, chips(word?.stem === token.stem ? word.alternatives.map((one) => one.text) : [])),
  ]);
}

export function stages(answer: AnalyzeAnswer): HTMLElement[] {
  const changed = [...new Set(answer.characters.map(({ character, code, becomes }) => `${character} (${code}) → ${becomes || "∅"}`))];
  return [
    h("dl", { class: "folded" }, [
      h("dt", {}, text("status.folded")),
      h("dd", { dir: "auto" }, answer.folded),
      changed.length > 0 && h("dt", {}, text("status.changed")),
      changed.length > 0 && h("dd", {}, chips(changed, "ltr")),
    ]),
    h("div", { class: "scrolls", tabindex: 0, role: "group", "aria-label": text("status.analysis") }, h("table", {}, [
      h("thead", {}, h("tr", {}, STAGES.map((name) => h("th", { scope: "col" }, text(name))))),
      h("tbody", {}, answer.tokens.map((token, i) => row(token, answer.words?.[i]))),
    ])),
  ];
}
