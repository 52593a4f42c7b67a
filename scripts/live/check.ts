/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
// `npm run live:check`: the real platform, with your own key.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { version } from '../../package.json';
import { loadContract } from '../../simulator/contract';
import { aboveZero, address, command, endWith, list } from '../commandLine';
import { PROVIDERS } from '../providers';
import { askFree } from './free';
import { keyFromEnvironment, platform } from './platform';
import { reportText } from './report';
import { spentBy, submitAll } from './submit';

const UNUSABLE = 2;
const OPERATIONS = PROVIDERS.flatMap((provider) => provider.operations);

export const commandLine = () =>
	command('live:check', UNUSABLE)
		.description(
			'Asks the real platform with your key (environment: KEXIANG_API_KEY) and writes a report that can be attached to ' +
				'an issue. There is no key and no result address in it. Without options only questions that are free: does ' +
				'each API know the key, and how does it answer to a task that does not exist?',
		)
		.option(
			'--spend <budget>',
			"submit services too, for at most so many of the platform's units. This costs money. Each service is submitted once, " +
				'with as few parameters as it takes; the next one only while what it may cost is left. What it may cost is known ' +
				'from the answers before it, so the first one is unknown, and services whose answers name no price (many tools) ' +
				'count as nothing',
			aboveZero,
		)
		.option('--operations <a,b>', 'which ones, by their ids (docs/operations.md)', list)
		.option('--picture <url>', 'for services that need one; without it they are left out', address)
		.option('--video <url>', 'for services that need a video', address)
		.option('--audio <url>', 'for services that need a sound', address)
		.option('--minutes <n>', 'how long to wait for each task', aboveZero, 30)
		.option('--interval <seconds>', 'between two questions', aboveZero, 8)
		.option('--report <file>', 'where the report goes', path.join('.cache', 'live-check.md'))
		.option('--task-api <url>', 'the task API', address, 'https://kexiangai.com')
		.option('--tool-api <url>', 'the tool API', address, 'https://agent.mathmind.cn')
		.addHelpText(
			'after',
			'\nExit code: 0 everything answered as expected; 1 something did not, see the report; 2 the command\n' +
				'line or the key is missing something.',
		);

/** @throws Error where one is given without the other, or where there is no such operation */
export function readOptions(line = commandLine().parse()) {
	const { operations: ids = [], ...options } = line.opts();
	if ((options.spend === undefined) !== (ids.length === 0))
		throw new Error('--spend and --operations belong together: how much, and for what');
	const operations = ids.map((id) => {
		const found = OPERATIONS.find(({ value }) => value === id);
		if (!found) throw new Error(`--operations: there is no ${id}; docs/operations.md lists them`);
		return found;
	});
	return { ...options, operations };
}

async function run(): Promise<number> {
	const { spend: budget, operations, report, ...options } = readOptions();
	const hosts = { task: options.taskApi, tool: options.toolApi };
	const send = platform(hosts, keyFromEnvironment());
	const free = await askFree(send, console.log);
	const isOpen = free.every(({ verdict }) => verdict === 'as expected');
	const { picture, video, audio, interval, minutes } = options;
	const media = { picture, video, audio };
	const limits = { media, intervalSeconds: interval, limitMinutes: minutes };
	const submitted =
		budget !== undefined && isOpen
			? await submitAll(send, loadContract(), operations, { budget, ...limits }, console.log)
			: [];
	if (budget !== undefined)
		console.log(
			isOpen
				? `Spent ${spentBy(submitted).spent} of ${budget}.`
				: 'Nothing is submitted while the free questions are not answered as expected.',
		);
	mkdirSync(path.dirname(report), { recursive: true });
	const facts = { version, node: process.versions.node, at: new Date() };
	writeFileSync(report, reportText({ ...facts, budget, free, submitted }));
	console.log(`Report: ${path.relative(process.cwd(), report)}`);
	return isOpen && submitted.every(({ verdict }) => verdict === 'success') ? 0 : 1;
}

if (require.main === module) endWith(run(), UNUSABLE);
