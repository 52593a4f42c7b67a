/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A made-up documentation site of the platform in Apifox's form, generated from the contract into memory.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stringify } from 'yaml';

import { loadContract } from '../../simulator/contract';

/** Looks like a key and is none: every page shows it, as the platform's own pages do, and it must not be kept. */
export const SHOWN_EXAMPLE = 'fake0000fake1111fake2222fake3333';

type Tree = Record<string, unknown>;

export interface Page {
	title: string;
	docId: number;
	path: string;
	method: string;
	operation: Tree & { parameters: Tree[]; requestBody?: { content: Record<string, Tree> } };
	servers: Array<{ url: string }>;
	/** Replaces the page's text. */
	text?: string;
	/** Answers in place of the page. */
	answer?: (response: ServerResponse) => void;
}

export interface DocsSite {
	url: string;
	/** Paths in the order in which they were asked for. */
	requested: string[];
	stop(): Promise<void>;
}

/** Pages by operation id, for a test to change before it serves them. */
export function docsPages(): Map<string, Page> {
	const { document, operations } = loadContract();
	const paths = document.paths as Record<string, Record<string, Tree>>;
	return new Map(
		operations
			.filter(({ number }) => number !== undefined)
			.map(({ id, title, path, method, number = 0 }) => {
				const item = paths[`${path}#${id}`] ?? {};
				const source = structuredClone(item[method.toLowerCase()] ?? {});
				return [
					id,
					{
						title,
						docId: (source['x-doc-id'] as number | undefined) ?? 900_000_000 + number,
						path,
						method: method.toLowerCase(),
						operation: {
							summary: title,
							deprecated: false,
							tags: [source['x-group']],
							parameters: [...parametersOf(source), ...headers()],
							...(source.requestBody !== undefined && {
								requestBody: source.requestBody as { content: Record<string, Tree> },
							}),
							responses: { '200': { description: '', headers: {}, 'x-apifox-name': '成功' } },
							'x-apifox-status': 'released',
						},
						servers: item.servers as unknown as Array<{ url: string }>,
					},
				] as const;
			}),
	);
}

const parametersOf = ({ parameters }: Tree): Tree[] =>
	((parameters as Tree[] | undefined) ?? []).map(({ $ref, ...own }) =>
		typeof $ref === 'string' ? loadContract().resolve($ref) : own,
	);

const headers = (): Tree[] =>
	[
		['x-api-key', SHOWN_EXAMPLE],
		['Content-Type', 'application/json'],
	].map(([name, example]) => ({
		name,
		in: 'header',
		description: '',
		required: true,
		example,
		schema: { type: 'string' },
	}));

export function pageText({ title, path, method, operation, servers, text }: Page): string {
	if (text !== undefined) return text;
	const document = {
		openapi: '3.0.1',
		info: { title: '', description: '', version: '1.0.0' },
		paths: { [path]: { [method]: operation } },
		components: { schemas: schemasOf(operation) },
		servers,
	};
	const fence = '```';
	return `# ${title}\n\n## OpenAPI Specification\n\n${fence}yaml\n${stringify(document)}\n${fence}\n`;
}

/** The schemas that an operation refers to, however far away. */
function schemasOf(operation: unknown, found: Tree = {}): Tree {
	for (const [, reference = ''] of JSON.stringify(operation).matchAll(/"\$ref":"([^"]+)"/g)) {
		const name = reference.split('/').pop() ?? '';
		if (name in found) continue;
		found[name] = loadContract().resolve(reference);
		schemasOf(found[name], found);
	}
	return found;
}

/** The links name the site of the platform, whatever the address of this server. */
export function listText(pages: Iterable<Page>): string {
	const lines = [...pages].map(
		({ title, docId, operation }) =>
			`- ${String((operation.tags as unknown[])[0])} [${title}](https://api.mathmind.cn/${docId}e0.md): `,
	);
	return `# 可想AI开放平台\n\n## Docs\n- [服务简介](https://api.mathmind.cn/1m0.md): \n\n## API Docs\n${lines.join('\n')}\n`;
}

export async function serveDocs(pages: ReadonlyMap<string, Page>): Promise<DocsSite> {
	const requested: string[] = [];
	const byPath = new Map([...pages.values()].map((page) => [`/${page.docId}e0.md`, page]));
	const server = createServer((request, response) => {
		const path = request.url ?? '';
		requested.push(path);
		const page = byPath.get(path);
		response.setHeader('Content-Type', 'text/markdown; charset=utf-8');
		if (path === '/llms.txt') response.end(listText(pages.values()));
		else if (page?.answer) page.answer(response);
		else if (page) response.end(pageText(page));
		else response.writeHead(404).end('no such page');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requested,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
