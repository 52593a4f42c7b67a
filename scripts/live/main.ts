/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
// `npm run live:check`: the real platform, with your own key.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { Operation } from '../../nodes/shared/operation/operation';
import { loadContract } from '../../simulator/contract';
import { PROVIDERS } from '../providers';
import { sendFree } from './free';
import { HELP, readOptions, type LiveOptions } from './options';
import { platform } from './platform';
import { reportText, type Facts } from './report';
import { walk } from './walk';

const ROOT = path.join(__dirname, '..', '..');
const UNUSABLE = 2;
/** A shorter text is no key, and blotting it out would spoil every answer. */
const SHORTEST_KEY = 8;

function keyFromEnvironment(): string {
	const key = process.env.KEXIANG_API_KEY?.trim() ?? '';
	if (key.length >= SHORTEST_KEY) return key;
	throw new Error('Put your KexiangAI key into the environment: KEXIANG_API_KEY');
}

function chosen(ids: readonly string[]): Operation[] {
	const offered = PROVIDERS.flatMap((provider) => provider.operations);
	return ids.map((id) => {
		const found = offered.find(({ value }) => value === id);
		if (!found) throw new Error(`--operations: there is no ${id}; docs/operations.md lists them`);
		return found;
	});
}

async function run(options: LiveOptions): Promise<number> {
	const operations = chosen(options.operations);
	const send = platform(options.hosts, keyFromEnvironment());
	const free = await sendFree(send);
	for (const { question, ok, answer } of free) {
		console.log(`${ok ? 'ok' : '--'}  ${question}: ${answer}`);
	}
	const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
		version: string;
	};
	const facts: Facts = {
		version,
		node: process.versions.node,
		at: new Date(),
		...(options.budget !== undefined && { budget: options.budget }),
		free,
	};
	const isOpen = free.every(({ ok }) => ok);
	if (options.budget !== undefined && isOpen) {
		facts.walk = await walk(send, loadContract(), operations, options, (text) => console.log(text));
		console.log(`Spent ${facts.walk.spent} of ${options.budget}.`);
	} else if (options.budget !== undefined) {
		console.log('Nothing is submitted while the free questions are not answered as expected.');
	}
	mkdirSync(path.dirname(options.report), { recursive: true });
	writeFileSync(options.report, reportText(facts));
	console.log(`Report: ${path.relative(process.cwd(), options.report) || options.report}`);
	const outcomes = facts.walk?.outcomes ?? [];
	return isOpen && outcomes.every(({ verdict }) => verdict === 'success') ? 0 : 1;
}

async function main(): Promise<void> {
	try {
		const options = readOptions(process.argv.slice(2));
		if (options.help) console.log(HELP);
		else process.exitCode = await run(options);
	} catch (error) {
		console.error((error as Error).message);
		process.exitCode = UNUSABLE;
	}
}

void main();
