/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// `npm run docs`: writes what the pages say of the operations from the operations themselves: docs/operations.md as a
// whole, tables and counts of other pages between their marks (`<!-- official -->50<!-- / -->`).
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import execa from 'execa';

import type { Operation } from '../nodes/shared/operation/operation';
import { inForm } from '../nodes/shared/words/zh/inForm';
import { loadContract } from '../simulator/contract';
import { kindOf, OPERATIONS_FILE, operationsTable, table, type Kind } from './operationsTable';
import { PROVIDERS } from './providers';

const ROOT = path.join(__dirname, '..');

/** The pages with marks. */
export const PAGES = ['README.md', 'docs/nodes.md', 'docs/zh-CN.md'].map((file) =>
	path.join(ROOT, file),
);

const CHINESE_KINDS: Record<Kind, string> = {
	submit: '提交任务',
	sync: '直接出结果',
	query: '查询',
	either: '直接出结果或提交任务',
	link: '生成链接',
};

/** What stands between the marks, by their names. */
function filling(): Map<string, string> {
	const { byId } = loadContract();
	const known = PROVIDERS.map(({ name, operations }) => ({
		name,
		operations: operations.filter(({ value }) => byId.has(value)),
	}));
	const all = known.flatMap(({ operations }) => operations);
	const count = (which: (operation: Operation) => boolean) => String(all.filter(which).length);
	return new Map([
		['official', count(({ official }) => official !== false)],
		['extra', count(({ official }) => official === false)],
		['derived', count(({ evidence }) => evidence.path === 'D')],
		...known.map(
			({ name, operations }) => [name, `\n\n${chineseTable(operations)}\n\n`] as [string, string],
		),
	]);
}

/** Operations as the Chinese form calls them, which holds the platform's title, and as the English one does. */
const chineseTable = (operations: readonly Operation[]) =>
	table([
		['操作', '英文名', '类型', '依据'],
		...operations.map((operation) => {
			const { name, resource = '', official, evidence } = operation;
			const category = `${resource.charAt(0).toUpperCase()}${resource.slice(1)}`;
			return [
				`${resource && `${inForm(category)} > `}${inForm(name)}`,
				name,
				CHINESE_KINDS[kindOf(operation)],
				`${evidence.path}${official === false ? '（清单外）' : ''}`,
			];
		}),
	]);

/** The page with what belongs between its marks. */
export function filled(page: string): string {
	const known = filling();
	return page.replace(
		/<!-- ([\w ]+) -->[^]*?<!-- \/ -->/g,
		(_all, name: string) => `<!-- ${name} -->${required(known, name)}<!-- / -->`,
	);
}

function required(known: ReadonlyMap<string, string>, name: string): string {
	const text = known.get(name);
	if (text === undefined) throw new Error(`Nothing is known to stand between <!-- ${name} -->`);
	return text;
}

function main(): void {
	writeFileSync(OPERATIONS_FILE, operationsTable());
	for (const file of PAGES) writeFileSync(file, filled(readFileSync(file, 'utf8')));
	const prettier = path.join(ROOT, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
	execa.sync(process.execPath, [prettier, '--write', '--log-level=warn', ...PAGES], { cwd: ROOT });
}

if (require.main === module) main();
