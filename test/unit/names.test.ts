/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties } from 'n8n-workflow';

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

	it.each(['README.md', 'docs/zh-CN.md'])('is called the same in %s', (file) =>
		expect(TEXTS.find((one) => one.file === file)?.text).toContain(name),
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

const NAMED = TEXTS.flatMap(({ file, text }) =>
	[...text.matchAll(/\b(Wait Options|Options|Advanced) > ([^\n]{1,60})/g)].map(
		([, collection = '', label = '']) => ({ file, collection, label }),
	),
);

it('speaks of options often enough to be held to it', () =>
	expect(NAMED.length).toBeGreaterThan(40));

it.each(NAMED)('$file: $collection has $label', ({ collection, label }) => {
	const labels = LABELS.get(collection) ?? [];
	expect({ label, isThere: labels.some((one) => label.startsWith(one)) }).toEqual({
		label,
		isThere: true,
	});
});
