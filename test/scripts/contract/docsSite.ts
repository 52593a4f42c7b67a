/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A made-up documentation site of the platform in Apifox's form, generated from the contract into memory.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dump } from 'js-yaml';

import { loadContract } from '../../../simulator/contract';

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

const HEADERS = Object.entries({ 'x-api-key': SHOWN_EXAMPLE, 'Content-Type': 'application/json' });

/** Pages by operation id, for a test to change before it serves them. */
export function docsPages(): Map<string, Page> {
	const { document, operations, resolve } = loadContract();
	const paths = document.paths as Record<string, Record<string, Tree>>;
	const official = operations.filter(({ number }) => number !== undefined);
	const pages = official.map(({ id, title, path, method: upper, number = 0 }): [string, Page] => {
		const method = upper.toLowerCase();
		const item = paths[`${path}#${id}`] ?? {};
		const { requestBody, parameters = [], ...source } = structuredClone(item[method] ?? {});
		const own = (parameters as Tree[]).map((one) =>
			typeof one.$ref === 'string' ? resolve(one.$ref) : one,
		);
		const headers = HEADERS.map(([name, example]) => ({
			name,
			in: 'header',
			description: '',
			required: true,
			example,
			schema: { type: 'string' },
		}));
		const operation = {
			summary: title,
			deprecated: false,
			tags: [source['x-group']],
			parameters: [...own, ...headers],
			...(requestBody !== undefined && { requestBody: requestBody as never }),
			responses: { '200': { description: '', headers: {}, 'x-apifox-name': '成功' } },
			'x-apifox-status': 'released',
		};
		const docId = (source['x-doc-id'] as number | undefined) ?? 900_000_000 + number;
		const servers = item.servers as unknown as Page['servers'];
		return [id, { title, docId, path, method, operation, servers }];
	});
	return new Map(pages);
}

export function pageText({ title, path, method, operation, servers, text }: Page): string {
	if (text !== undefined) return text;
	const document = dump({
		openapi: '3.0.1',
		info: { title: '', description: '', version: '1.0.0' },
		paths: { [path]: { [method]: operation } },
		components: { schemas: schemasOf(operation) },
		servers,
	});
	return `# ${title}\n\n## OpenAPI Specification\n\n\`\`\`yaml\n${document}\n\`\`\`\n`;
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

/** Answers the site's address, and the paths in the order in which they were asked for. */
export async function serveDocs(pages: ReadonlyMap<string, Page>) {
	const requested: string[] = [];
	const server = createServer(({ url: path = '' }, response) => {
		requested.push(path);
		const page = [...pages.values()].find(({ docId }) => path === `/${docId}e0.md`);
		response.setHeader('Content-Type', 'text/markdown; charset=utf-8');
		if (path === '/llms.txt') response.end(listText(pages.values()));
		else if (page?.answer) page.answer(response);
		else if (page) response.end(pageText(page));
		else response.writeHead(404).end('no such page');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const stop = async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
	return { url: `http://127.0.0.1:${port}`, requested, stop };
}
