/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// The text of docs/operations.md, from the operations themselves; `npm run docs` writes it.
import path from 'node:path';

import type { Operation } from '../nodes/shared/operation/operation';
import type { Api } from '../nodes/shared/answers/endpoints';
import { loadContract } from '../simulator/contract';
import { PROVIDERS } from './providers';

export const OPERATIONS_FILE = path.join(__dirname, '..', 'docs', 'operations.md');

const KINDS = {
	submit: 'submit',
	sync: 'sync',
	query: 'query',
	link: 'link',
	either: 'sync or submit',
};
export type Kind = keyof typeof KINDS;
const FAMILIES: Record<Api, string> = { task: 'task API', tool: 'tool API' };
const HEAD = [
	'#',
	'Official title',
	'Node',
	'Resource',
	'Operation',
	'Kind',
	'Family',
	'Method and path',
	'Path',
	'Body',
	'Response',
	'List',
];

const ALTERNATIVES_HEAD = ['#', 'Operation', 'Derived', 'Or perhaps', 'Exists', 'Asked', 'Why'];

interface Row {
	node: string;
	operation: Operation;
	/** Place on the official list. */
	number: number | undefined;
}

/** The text of docs/operations.md. */
export function operationsTable(): string {
	const rows = readRows();
	const official = rows.filter(({ number }) => number !== undefined);
	const extra = rows.filter(({ number }) => number === undefined);
	const grades = ['A', 'B', 'C', 'C-', 'D'].map(
		(grade) =>
			`${grade} ${official.filter(({ operation }) => operation.evidence.path === grade).length}`,
	);
	return `${[
		'# Operations',
		`All ${official.length} services of the platform's official list, in its order, and ${extra.length} further ones. Kexiang Custom Request reaches every other model and path. This file is made by \`npm run docs\`; do not edit it.`,
		'- **Kind**: `submit` creates a task, which Kexiang Wait for Task waits for; `sync` gives the result in its answer; `query` asks once for a task.\n' +
			'- **Family**: the task API is `https://kexiangai.com`, the tool API `https://agent.mathmind.cn`; both can be changed in the credential.\n' +
			"- **Path, Body, Response**: how sure each is. A: the official page. B: the vendor's own software. C and C-: public clients of other people. D: derived, not confirmed; such a path can be replaced under Advanced > Path.",
		`Paths of the official services by grade: ${grades.join(', ')}.`,
		table([HEAD, ...[...official.sort(byNumber), ...extra].map(cells)]),
		'## Where else a service with a derived path may be',
		'Where a derived path answers that there is no service (404 or 405, and nothing else), the places marked _asked_ are asked too, in this order and each at most once; what answered is remembered until n8n restarts, and by a durable wait over restarts, too. The others belong, or may belong, to other services and are never asked. `npm run contract:probe` tells with your key which of them exist, without paying.',
		table([ALTERNATIVES_HEAD, ...official.flatMap(alternativesOf)]),
	].join('\n\n')}\n`;
}

/** Every operation with a service of its own, which is what the contract describes. */
function readRows(): Row[] {
	const { byId } = loadContract();
	return PROVIDERS.flatMap((provider) =>
		provider.operations
			.filter(({ value }) => byId.has(value))
			.map((operation) => ({
				node: provider.name,
				operation,
				number: operation.official === false ? undefined : byId.get(operation.value)?.number,
			})),
	);
}

const byNumber = (a: Row, b: Row) => (a.number ?? 0) - (b.number ?? 0);

/** The first line is the head. */
export const table = ([head = [], ...lines]: string[][]): string =>
	[head, head.map(() => '---'), ...lines]
		.map((line) => `| ${line.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
		.join('\n');

/** The alternatives of one service, as the contract has them. */
function alternativesOf({ operation, number }: Row): string[][] {
	const known = loadContract().byId.get(operation.value);
	return (known?.alternatives ?? []).map(({ method, path, evidence, safe, why }) => [
		String(number ?? ''),
		operation.name,
		`\`${known?.method ?? ''} ${known?.path ?? ''}\``,
		`\`${method} ${path}\``,
		evidence,
		safe ? 'asked' : 'never',
		why,
	]);
}

function cells({ node, operation, number }: Row): string[] {
	const { title, resource = '', name, endpoint, evidence } = operation;
	return [
		number === undefined ? '' : String(number),
		title,
		node,
		resource.charAt(0).toUpperCase() + resource.slice(1),
		name,
		KINDS[kindOf(operation)],
		FAMILIES[endpoint.api],
		`\`${endpoint.method} ${endpoint.path}\``,
		evidence.path,
		evidence.body,
		evidence.response,
		number === undefined ? 'extra' : 'official',
	];
}

/** A tool that names a task source may answer with a task. */
export const kindOf = ({ kind, taskSource }: Operation): Kind =>
	kind === 'sync' && taskSource !== undefined ? 'either' : kind;
