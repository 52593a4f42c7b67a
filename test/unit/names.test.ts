/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties } from 'n8n-workflow';

import { inForm } from '../../nodes/shared/words/zh/inForm';
import { ROOT } from '../support/imports';
import { nodeTypes } from '../support/nodeTypes';

/** One name for one thing, in the panel, in the form and wherever people read of it. */

const TYPES = nodeTypes().map(({ description }) => description);
const WAITING = TYPES.filter(({ name }) => name === 'kexiangWaitForTask');

const operations = WAITING.flatMap(({ properties }) =>
	properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [] }) => options)
		.flatMap((option) => ('value' in option ? [option] : [])),
);

const files = (folder: string, ending: string) =>
	readdirSync(path.join(ROOT, folder))
		.filter((name) => name.endsWith(ending))
		.map((name) => path.join(folder, name));
const TEXTS = [
	'README.md',
	...files('docs', '.md'),
	...files('nodes/shared/words', '.ts'),
	...files('examples', '.json'),
].map((file) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') }));

describe.each(operations)('the operation $name of the waiting node', ({ name, action }) => {
	it('is called the same in the panel', () =>
		expect(action?.toLowerCase()).toBe(name.toLowerCase()));

	it.each([
		['README.md', name],
		['docs/zh-CN.md', name],
		['docs/zh-CN.md', `“${inForm(name)}”`],
	])('is called the same in %s: %s', (file, called) =>
		expect(TEXTS.find((one) => one.file === file)?.text).toContain(called),
	);
});

/** An entry that older workflows alone have is offered to nobody. */
const isOffered = ({ displayOptions }: INodeProperties) =>
	!JSON.stringify(displayOptions ?? {}).includes('exists');

const LABELS = new Map<string, string[]>();
for (const { type, displayName, options = [] } of TYPES.flatMap(({ properties }) => properties)) {
	if (type !== 'collection') continue;
	const labels = options.flatMap((option) =>
		'type' in option && isOffered(option) ? [option.displayName] : [],
	);
	LABELS.set(displayName, [...(LABELS.get(displayName) ?? []), ...labels]);
}

/** With the labels in Chinese, too, as the guide says them. */
const LABELS_READ = new Map([
	...LABELS,
	...[...LABELS].map(
		([collection, labels]) => [inForm(collection), labels.map(inForm)] as [string, string[]],
	),
]);

const NAMED = TEXTS.flatMap(({ file, text }) =>
	[
		...text.matchAll(
			/(?:\b(Wait Options|Options|Advanced)|(?<=“)(等待选项|选项|高级)) > ([^\n]{1,60})/g,
		),
	].map(([, english, chinese = '', label = '']) => ({
		file,
		collection: english ?? chinese,
		label,
	})),
);

it('speaks of options often enough to be held to it', () =>
	expect(NAMED.length).toBeGreaterThan(40));

it.each(NAMED)('$file: $collection has $label', ({ collection, label }) => {
	const labels = LABELS_READ.get(collection) ?? [];
	expect({ label, isThere: labels.some((one) => label.startsWith(one)) }).toEqual({
		label,
		isThere: true,
	});
});
