/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A server whose host is Chinese: forms and messages are Chinese, and nothing else changes with it.
import assert from 'node:assert/strict';
import type { N8nApi } from '../../../scripts/n8n/api';
import type { Credential, WorkflowDocument } from '../../../scripts/n8n/model';
import { withCredential } from '../../../scripts/n8n/workflows';
import { withTexts } from '../../../scripts/formsInChinese';
import type { FaultRule, Simulator } from '../../../simulator/server';
import { faceOf } from '../../support/faces';
import type { Bench, Site } from '../bench';
import type { NodeDescription } from '../form';
import { startLanguageModel } from '../languageModel';
import { activate, errorOf, itemsOf, taskIds } from '../runs';
import {
	agent,
	chatModel,
	EVERY_SECOND,
	inARow,
	PACKAGE,
	prompts,
	submit,
	tool,
	wait,
	webhook,
	workflow,
} from '../workflows';

export const CHINESE = { LANG: 'zh_CN.UTF-8', LC_ALL: 'zh_CN.UTF-8' };

const HAN = /\p{Script=Han}/u;

export async function chinese(bench: Bench): Promise<void> {
	const site = await bench.startSite('chinese', { env: CHINESE });
	try {
		await bench.prove('chinese: the same forms in Chinese', {}, async () => {
			const own = await bench.nodeDescriptions(site.api);
			return { note: compareForms(await bench.nodeDescriptions(), own) };
		});
		await bench.prove(
			'chinese: what goes wrong is told in Chinese',
			{ taskSeconds: 6 },
			async (simulator) => {
				const kept: string[] = [];
				for (const one of CASES) kept.push(...(await proveMessage(bench, site, simulator, one)));
				return { kept, note: `${CASES.length} messages` };
			},
		);
		await bench.prove(
			'chinese: an agent is told English',
			{ taskSeconds: 1 },
			async (simulator) => {
				const kept: string[] = [];
				const told: unknown[] = [];
				for (const api of [bench.site.api, site.api]) {
					const heard = await askAgent(bench, api, simulator);
					told.push(heard.tools);
					kept.push(...heard.kept);
				}
				assert.deepEqual(told[1], told[0]);
				return { kept, note: 'the same tools in both languages' };
			},
		);
		await bench.prove('chinese: a workflow there and back', { taskSeconds: 1 }, async (simulator) =>
			carry(bench, site, simulator),
		);
	} finally {
		await site.server.stop();
	}
}

function compareForms(english: NodeDescription[], own: NodeDescription[]): string {
	const texts = { all: new Set<string>(), chinese: new Set<string>() };
	for (const description of own) {
		const twin = english.find(({ name }) => name === description.name);
		assert.ok(twin, description.name);
		assert.equal(description.displayName, twin.displayName);
		const shape = ({ properties }: NodeDescription) =>
			withTexts(
				[true, false].map((isTool) => faceOf(properties, isTool)),
				() => '',
			);
		assert.deepEqual(shape(description), shape(twin));
		withTexts(description.properties, (text) => {
			texts.all.add(text);
			if (HAN.test(text)) texts.chinese.add(text);
			return text;
		});
	}
	return `${texts.chinese.size} of ${texts.all.size} texts hold Chinese, the others are names and sizes`;
}

interface Case {
	title: string;
	parameters?: Record<string, unknown>;
	prompt?: string;
	fault?: FaultRule;
	waits?: Record<string, unknown>;
	/** What the message holds beside Chinese. */
	told: RegExp;
}

const CASES: Case[] = [
	{ title: 'no prompt', parameters: { prompt: '={{ "" }}' }, told: /提示词/ },
	{
		title: 'a path on a disk',
		parameters: { mode: 'img2img', imageUrls: 'C:\\cat.png' },
		told: /C:\\cat\.png/,
	},
	{
		title: 'a page of a net disk',
		parameters: { mode: 'img2img', imageUrls: 'https://pan.baidu.com/s/1abc' },
		told: /pan\.baidu\.com/,
	},
	{ title: 'the key is refused', fault: { on: 'submit', kind: '401' }, told: /401/ },
	{ title: 'the key has no rights', fault: { on: 'submit', kind: '403' }, told: /403/ },
	{ title: 'slow down', fault: { on: 'submit', kind: '429', retryAfter: 400 }, told: /429/ },
	{ title: 'an answer cut off', fault: { on: 'submit', kind: 'resetAfterAccept' }, told: /平台/ },
	{ title: 'no JSON', fault: { on: 'submit', kind: 'html200' }, told: /平台/ },
	{
		title: 'a failed task',
		prompt: 'a boat [fail]',
		waits: { options: { ...EVERY_SECOND, onFailedTask: 'error' } },
		told: /任务/,
	},
	{
		title: 'over the time limit',

		waits: { timeLimit: 0.05, options: { ...EVERY_SECOND, onTimeout: 'error' } },
		told: /任务/,
	},
];

async function proveMessage(
	bench: Bench,
	{ api }: Site,
	simulator: Simulator,
	{ title, parameters = {}, prompt = 'a boat', fault, waits = {}, told }: Case,
): Promise<string[]> {
	simulator.clearFaults();
	if (fault) simulator.addFault(fault);
	const path = title.replace(/\W+/g, '-');
	const document = inARow(title, await bench.credential(simulator, { api }), [
		webhook(`chinese-${path}`),
		prompts(),
		submit(parameters),
		wait(waits),
	]);
	const { start } = await activate(api, document);
	const execution = await api.waitForExecution(await start([prompt]), 90);
	const said = errorOf(execution);
	bench.say(`    ${title}: ${said}`);
	assert.match(said, HAN, title);
	assert.match(said, told, title);
	const inMessage = simulator.ledger.tasks
		.filter(({ id }) => said.includes(id))
		.map(({ id }) => id);
	return [...inMessage, ...taskIds(itemsOf(execution, 'Submit'))];
}

/** The tools that the model of an agent is told of, when it calls ours. */
async function askAgent(bench: Bench, api: N8nApi, simulator: Simulator) {
	const model = await startLanguageModel('Make_Picture', { Prompt: 'a paper boat' });
	try {
		const { id, name, type }: Credential = await api.saveCredential({
			name: `Stand-in ${model.url}`,
			type: 'openAiApi',
			data: { apiKey: 'none', url: model.url },
		});
		const path = 'agent-in-two-languages';
		// With nothing else set, so that the model is asked for all that it may fill in.
		const parameters = { operation: 'kbanana2OfficialSubmit', waitOptions: EVERY_SECOND };
		const document = workflow(
			path,
			[
				webhook(path),
				agent(bench.installation.major === 1 ? 3 : 3.1),
				chatModel({ id, name, type }),
				{ ...tool(), parameters },
			],
			[
				['Webhook', 0, 'Agent'],
				['Model', 0, 'Agent', 'ai_languageModel'],
				['Make Picture', 0, 'Agent', 'ai_tool'],
			],
		);
		const credential = await bench.credential(simulator, { api });
		const { start } = await activate(api, withCredential(document, PACKAGE, credential));
		const execution = await api.waitForExecution(await start(['Make a picture']), 90);
		assert.equal(execution.status, 'success', errorOf(execution));
		const [said = ''] = model.toolAnswers;
		assert.match(said, /"state":"success"/);
		const kept = simulator.ledger.tasks.map((task) => task.id).filter((one) => said.includes(one));
		return { tools: structuredClone(model.tools), kept };
	} finally {
		await model.stop();
	}
}

/** Made here, run there, brought back: the workflow and the fields of what it gives out are the same. */
async function carry(bench: Bench, { api }: Site, simulator: Simulator) {
	const english = bench.site.api;
	const document = inARow('Carried', await bench.credential(simulator), [
		webhook('carried'),
		prompts(),
		submit({ options: { spendingLimit: 100 }, negativePrompt: 'rain' }),
		wait({ downloadFiles: true, options: EVERY_SECOND }),
	]);
	const nodesOf = async (at: N8nApi, id: string): Promise<WorkflowDocument> => {
		const { name, nodes, connections, settings } = await at.workflow(id);
		return { name, nodes, connections, settings };
	};
	const made = await english.createWorkflow(document);
	const first = await nodesOf(english, made.id);
	const there = await nodesOf(api, (await api.createWorkflow(first)).id);
	const back = await nodesOf(english, (await english.createWorkflow(there)).id);
	assert.equal(JSON.stringify(there), JSON.stringify(first));
	assert.equal(JSON.stringify(back), JSON.stringify(first));
	const fields: string[][] = [];
	const kept: string[] = [];
	for (const at of [english, api]) {
		const own = withCredential(back, PACKAGE, await bench.credential(simulator, { api: at }));
		const { start } = await activate(at, own);
		const execution = await at.waitForExecution(await start(['a boat']), 90);
		assert.equal(execution.status, 'success', errorOf(execution));
		const [item] = itemsOf(execution, 'Wait');
		fields.push(Object.keys({ ...item?.json, ...item?.binary }));
		kept.push(...taskIds(itemsOf(execution, 'Wait')));
	}
	assert.deepEqual(fields[1], fields[0]);
	return { kept, note: `${JSON.stringify(back).length} characters, ${fields[0]?.length} fields` };
}
