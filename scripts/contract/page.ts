/* eslint-disable @n8n/community-nodes/require-node-api-error */
// Reads what Apifox publishes as text: the list of pages (llms.txt) and one endpoint's page. Pure.
import { parseDocument } from 'yaml';

import { isTree, type EndpointFacts, type Tree } from './facts';
import { readOperation } from './operation';

export interface PageLink {
	title: string;
	/** Groups, joined by ` > `. */
	folder: string;
	url: string;
	/** The number in `<id>e0.md`. */
	docId?: number;
}

/** What cannot be read, in words for the report. */
export class UnreadablePage extends Error {}

const LINK = /^- (?:([^[].*?) )?\[(.*)\]\((https?:\/\/[^\s)]+?\.md)\):?\s?(.*)$/;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The endpoints of llms.txt; the sections with text pages and schemas are passed over. */
export function readList(text: string): PageLink[] {
	assertText(text);
	let section = '';
	const links: PageLink[] = [];
	for (const line of text.split(/\r?\n/)) {
		const heading = /^##\s+(.*?)\s*$/.exec(line)?.[1];
		if (heading !== undefined) section = heading;
		const [, folder = '', title = '', url] = LINK.exec(line) ?? [];
		if (url === undefined || !/^API Docs$/i.test(section)) continue;
		const docId = Number(/(\d+)e0\.md$/.exec(url)?.[1]);
		links.push({
			title: title.trim(),
			folder,
			url,
			...(Number.isSafeInteger(docId) && { docId }),
		});
	}
	return links;
}

/** @throws UnreadablePage for HTML, which is what a site with a password answers. */
function assertText(text: string): void {
	const start = text.replace(/^\uFEFF/, '').trimStart();
	if (start.startsWith('# ')) return;
	if (start === '') throw new UnreadablePage('the page is empty');
	throw new UnreadablePage(
		start.startsWith('<')
			? 'an HTML page came instead of the text; the site may ask for a password'
			: 'the page does not begin with a title',
	);
}

/** @throws UnreadablePage */
export function readPage(text: string): EndpointFacts {
	assertText(text);
	const block = /^(`{3,})ya?ml[^\n]*\n([\s\S]*?)^\1\s*$/m.exec(text.replace(/\r\n/g, '\n'))?.[2];
	if (block === undefined) throw new UnreadablePage('the page holds no OpenAPI block');
	const document = readYaml(block);
	const paths = Object.entries(isTree(document.paths) ? document.paths : {});
	const found = paths.flatMap(([key, item]) =>
		isTree(item)
			? METHODS.flatMap((method) => {
					const operation = item[method];
					return isTree(operation) ? [{ key, method, operation, item }] : [];
				})
			: [],
	);
	const [only] = found;
	if (only === undefined || found.length > 1) {
		throw new UnreadablePage(`the OpenAPI block holds ${found.length} operations instead of one`);
	}
	const servers = [only.operation.servers, only.item.servers, document.servers].find(
		(one) => Array.isArray(one) && one.length > 0,
	);
	const facts = readOperation(document, only.key, only.method, only.operation, servers);
	return facts.title === '' ? { ...facts, title: headingOf(text) } : facts;
}

const headingOf = (text: string) => /^#\s+(.*)$/m.exec(text)?.[1]?.trim() ?? '';

function readYaml(block: string): Tree {
	const document = parseDocument(block, { uniqueKeys: false, logLevel: 'silent' });
	const [error] = document.errors;
	if (error) {
		const line = error.linePos?.[0].line;
		// Only the kind of fault and its place: a message may quote the page.
		throw new UnreadablePage(
			`the YAML is broken (${error.code}${line === undefined ? '' : `, line ${line} of the block`})`,
		);
	}
	let tree: unknown;
	try {
		tree = document.toJS({ maxAliasCount: 1000 });
	} catch {
		throw new UnreadablePage('the YAML is broken (aliases)');
	}
	if (!isTree(tree)) throw new UnreadablePage('the OpenAPI block is empty');
	return tree;
}
