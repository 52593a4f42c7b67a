/* eslint-disable @n8n/community-nodes/require-node-api-error */
// Reads what Apifox publishes as text: the list of pages (llms.txt) and one endpoint's page. Pure.
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';

import { isObject } from '../../nodes/shared/util/json';
import { operationsIn, type EndpointFacts, type Tree } from './operation';

export interface PageLink {
	title: string;
	url: string;
	/** The number in `<id>e0.md`. */
	docId?: number;
}

/** What cannot be read, in words for the report. */
export class UnreadablePage extends Error {}

const LINK = /^- (?:[^[].*? )?\[(.*)\]\((https?:\/\/[^\s)]+?\.md)\):?\s?/;

/** The endpoints of llms.txt; the sections with text pages and schemas are passed over. */
export function readList(text: string): PageLink[] {
	assertText(text);
	const [, section = ''] = text.split(/^## +API Docs\s*$/im);
	const lines = (section.split(/^## /m)[0] ?? '').split(/\r?\n/);
	return lines.flatMap((line) => {
		const [, title = '', url] = LINK.exec(line) ?? [];
		if (url === undefined) return [];
		const docId = Number(/(\d+)e0\.md$/.exec(url)?.[1]);
		const number = Number.isSafeInteger(docId) && { docId };
		return [{ title: title.trim(), url, ...number }];
	});
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
	const found = operationsIn(readYaml(block));
	const [only] = found;
	if (only === undefined || found.length > 1)
		throw new UnreadablePage(`the OpenAPI block holds ${found.length} operations instead of one`);
	const heading = /^# +(.*)$/m.exec(text)?.[1]?.trim() ?? '';
	return { ...only.facts, title: only.facts.title || heading };
}

function readYaml(block: string): Tree {
	try {
		const tree: unknown = load(block, { schema: CORE_SCHEMA, json: true });
		return isObject(tree) ? tree : {};
	} catch (error) {
		const line = error instanceof YAMLException ? (error.mark?.line ?? 0) + 1 : 1;
		// Only the place: a message may quote the page.
		throw new UnreadablePage(`the YAML is broken (line ${line} of the block)`);
	}
}
