import ts from 'typescript';
import { ROLES } from '#domain/words.js';

/** Finds where code asks for a role, or names roles in SQL, instead of asking what somebody may (`libs/domain/people`). */

const IS_ROLE = new Set<string>(ROLES);
/** Words that mean a role wherever they stand; `desk`, `head` and `reporter` are fields and other things besides. */
const ROLE_ALONE = /'(?:handler|visitor|supervisor|auditor|admin)'/;
const IS_SQL = /\b(?:SELECT|WHERE|INSERT INTO|UPDATE|DELETE FROM)\b/;
const ASKING = new Set(['includes', 'indexOf', 'some', 'every', 'filter', 'find', 'has']);
const COMPARING = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

const isRole = (node: ts.Node): node is ts.StringLiteral => ts.isStringLiteral(node) && IS_ROLE.has(node.text);
/** What a value is called: `actor.roles` and `roles` are both roles. */
const nameOf = (node: ts.Expression): string =>
  ts.isPropertyAccessExpression(node)
    ? node.name.text
    : ts.isIdentifier(node)
      ? node.text
      : ts.isNonNullExpression(node)
        ? nameOf(node.expression)
        : '';

/** What is wrong with one place, or null. */
function faultOf(node: ts.Node): string | null {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name, expression } = node.expression;
    if (ASKING.has(name.text) && /^(?:roles|\w+Roles)$/.test(nameOf(expression))) return 'asks roles';
    if (ASKING.has(name.text) && node.arguments.some(isRole)) return 'asks for a role';
  }
  if (ts.isBinaryExpression(node) && COMPARING.has(node.operatorToken.kind)) {
    const sides = [node.left, node.right];
    if (sides.some(isRole) && sides.some((each) => /role$/i.test(nameOf(each)))) return 'compares a role';
  }
  if (ts.isArrayLiteralExpression(node) && node.elements.length > 0 && node.elements.every(isRole))
    return 'lists roles';
  if (ts.isObjectLiteralExpression(node)) {
    const keys = node.properties.flatMap(({ name }) =>
      name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? [name.text] : [],
    );
    if (keys.length > 2 && keys.every((each) => IS_ROLE.has(each))) return 'is a table by role';
  }
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
    const text = node.getText();
    if (IS_SQL.test(text) && (ROLE_ALONE.test(text) || /\broles\s*(?:@>|&&)|ANY\s*\(\s*\w*\.?roles\b/.test(text))) {
      return 'names roles in SQL';
    }
  }
  return null;
}

/** @returns `path:line what`, of every place */
export function roleWords(path: string, source: string): string[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const fault = faultOf(node);
    if (fault) found.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${fault}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
