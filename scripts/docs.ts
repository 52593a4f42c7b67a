/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// `npm run docs`: writes what the pages say of the operations from the operations themselves: docs/operations.md as a
// whole, tables and counts of other pages between their marks (`<!-- official -->50<!-- / -->`).
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import execa from 'execa';

import type { Operation } from '../nodes/shared/operation/operation';
import { inForm } from '../nodes/shared/words/zh/inForm';
import * as operations from './operationsTable';
import { PROVIDERS } from './providers';

const ROOT = path.join(__dirname, '..');

/** The pages with marks. */
export const PAGES = ['README.md', 'docs/nodes.md', 'docs/zh-CN.md'].map((file) =>
	path.join(ROOT, file),
);

const CHINESE_KINDS: Record<operations.Kind, string> = {
	submit: '提交任务',
	sync: '直接出结果',
	query: '查询',
	link: '生成链接',
	either: '直接出结果或提交任务',
};

/** What stands between the marks, by their names. */
function filling(): Map<string, string> {
	const known = PROVIDERS.map((provider) => ({
		name: provider.name,
		services: operations.servicesOf(provider.operations),
	}));
	const all = known.flatMap(({ services }) => services);
	const count = (which: (operation: Operation) => boolean) => String(all.filter(which).length);
	return new Map([
		['official', count(({ official }) => official !== false)],
		['extra', count(({ official }) => official === false)],
		['derived', count(({ evidence }) => evidence.path === 'D')],
		...known.map(({ name, services }) => [name, `\n\n${chineseTable(services)}\n\n`] as const),
	]);
}

/** Operations as the Chinese form calls them, which holds the platform's title, and as the English one does. */
const chineseTable = (services: Operation[]) =>
	operations.table([
		['操作', '英文名', '类型', '依据'],
		...services.map((operation) => {
			const category = operations.categoryOf(operation);
			return [
				`${category && `${inForm(category)} > `}${inForm(operation.name)}`,
				operation.name,
				CHINESE_KINDS[operations.kindOf(operation)],
				`${operation.evidence.path}${operation.official === false ? '（清单外）' : ''}`,
			];
		}),
	]);

/** The page with what belongs between its marks. */
export function filled(page: string): string {
	const known = filling();
	return page.replace(/<!-- ([\w ]+) -->[^]*?<!-- \/ -->/g, (_all, name: string) => {
		const text = known.get(name);
		if (text === undefined) throw new Error(`Nothing is known to stand between <!-- ${name} -->`);
		return `<!-- ${name} -->${text}<!-- / -->`;
	});
}

function main(): void {
	writeFileSync(operations.OPERATIONS_FILE, operations.operationsTable());
	for (const file of PAGES) writeFileSync(file, filled(readFileSync(file, 'utf8')));
	const prettier = path.join(ROOT, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
	execa.sync(process.execPath, [prettier, '--write', '--log-level=warn', ...PAGES], { cwd: ROOT });
}

if (require.main === module) main();
