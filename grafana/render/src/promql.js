import {ensureSyntaxTree, syntaxTree} from '@codemirror/language';
import {EditorState} from '@codemirror/state';
import {LanguageType, promQLLanguage} from '@prometheus-io/codemirror-promql/dist/esm/promql';
import {Parser} from '@prometheus-io/codemirror-promql/dist/esm/parser/parser';

const PATIENCE_MS = 5000;

/** What is wrong with the expression: where it cannot be parsed, and which types do not fit. */
export function faults(expression) {
  const created = EditorState.create({doc: expression, extensions: promQLLanguage(LanguageType.PromQL)});
  // A state has the tree that was done when it was made, after 20 ms at most, and the checks of types
  // look at that one. So the whole tree is made, and then a state that has it.
  ensureSyntaxTree(created, expression.length, PATIENCE_MS);
  const state = created.update({}).state;
  const tree = syntaxTree(state);
  if (tree.length < expression.length) return [`not parsed within ${PATIENCE_MS} ms`];
  const parser = new Parser(state);
  parser.analyze();
  return [...unparsed(tree, expression), ...parser.getDiagnostics().map(({message}) => message)];
}

function unparsed(tree, expression) {
  const found = [];
  tree.iterate({
    enter: ({type, from, to}) => {
      if (type.isError) found.push(`parse error at ${from}: ${expression.slice(from, to) || 'something is missing'}`);
    },
  });
  return found;
}
