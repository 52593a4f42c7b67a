/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Our node as the tool of n8n's AI Agent, under Retry On Fail, while answers of the platform are lost.
import assert from 'node:assert/strict';
import type { FaultRule } from '../../../simulator/server';
import type { Bench, Proof } from '../bench';
import { itemsOf } from '../runs';
import type { Scene } from '../scene';
import { AGENTS, EVERY_SECOND, fixedTool, tool, withAgent } from '../workflows';

const RETRY = { retryOnFail: true, maxTries: 4, waitBetweenTries: 100 };
const TOOL = 'Make_Picture';
const CHANGING = '=a paper boat {{ Math.random() }}';
const LONG = { taskSeconds: 600 };

interface Case {
	fault: Omit<FaultRule, 'on' | 'times'>;
	/** Requests to the platform, the tries of n8n together. */
	requests?: number;
	/** What the model must be told. */
	told?: RegExp;
	/** How often the model calls; once unless given. */
	calls?: number;
}

const CASES: Case[] = [
	{ fault: { kind: 'resetAfterAccept' } },
	{ fault: { kind: 'code', accepted: true } },
	// It calls again all the same.
	{ fault: { kind: 'resetAfterAccept' }, calls: 2 },
	// 429 took nothing, and its wait is too long for one try: n8n's second try sends it.
	{ fault: { kind: '429', retryAfter: 40 }, requests: 2, told: /"taskId":"/ },
];

export async function agents(bench: Bench): Promise<void> {
	for (const version of bench.isOld ? AGENTS : [...AGENTS, 3.1]) {
		const makes = `agent ${version} makes, fails, runs out of credits`;
		await bench.prove(makes, { taskSeconds: 1.5 }, async (scene) => untouched(scene, version));
		for (const prompt of ['a paper boat', CHANGING])
			await bench.prove(`agent ${version} loses answers: ${prompt}`, LONG, async (scene) =>
				loseAnswers(scene, version, prompt),
			);
	}
}

/**
 * A tool in which a person chose an operation and a limit and nothing else: the model is told what each parameter
 * takes, its call is answered with a URL, and what goes wrong with data in words.
 */
async function untouched(scene: Scene, version: number): Promise<Proof> {
	let prompt = 'a paper boat';
	const { model, chosen } = await scene.languageModel(TOOL, (call) => ({
		Prompt: call === 0 ? prompt : `${prompt}, number ${call}`,
		Ratio: '16:9',
	}));
	const parameters = {
		operation: 'kbanana2OfficialSubmit',
		options: { spendingLimit: 0.7 },
		waitOptions: EVERY_SECOND,
	};
	const { start } = await scene.activate(withAgent(version, chosen, tool(parameters)));
	const said: string[] = [];
	const ask = async (words: string, calls: number, ...told: RegExp[]) => {
		prompt = words;
		model.calls = calls;
		await scene.succeeded(await start([words]));
		const last = model.toolAnswers.at(-1) ?? '';
		for (const one of told) assert.match(last, one);
		said.push(...model.toolAnswers.splice(0));
	};
	await ask('a paper boat', 1, /"state":"success"/, /"url":"http/);
	await ask('a boat [fail]', 1, /"state":"failed"/, /Do not call this tool again/);
	await ask('a red boat', 2, /Spending Limit of 0.7 credits.*does not allow further spending/s);
	assert.equal(scene.tasks.length, 3, 'what the limit forbids is not sent');

	const [told] = model.tools;
	assert.match(told?.description ?? '', /Costs credits.*Spending Limit.*Preview Request/s);
	const { properties: asked = {}, required } = told?.parameters ?? {};
	for (const [key, { description = '' }] of Object.entries(asked))
		assert.ok(description.length > 8, `${key} has a description`);
	assert.match(asked.Mode?.description ?? '', /One of: text2img .*img2img/);
	assert.match(asked.Ratio?.description ?? '', /One of: .*1:1, .*16:9/);
	assert.equal(asked.Ratio?.default, '');
	assert.deepEqual(required, ['Prompt']);
	return { kept: scene.idsIn(said), note: `asks for ${Object.keys(asked).join(', ')}` };
}

async function loseAnswers(scene: Scene, version: number, prompt: string): Promise<Proof> {
	const { model, chosen } = await scene.languageModel(TOOL, {});
	const ofAgent = fixedTool({ prompt }, RETRY);
	const { start } = await scene.activate(withAgent(version, chosen, ofAgent));
	const { ledger, simulator } = scene;
	const said: string[] = [];
	// A second call with another prompt is a wish for another picture.
	const cases = CASES.filter(({ calls }) => calls === undefined || prompt !== CHANGING);
	for (const { fault, requests = 1, told = LOST, calls = 1 } of cases) {
		const before = { paid: ledger.summary().paid, requests: ledger.requests.length };
		model.calls = calls;
		model.toolAnswers.splice(0);
		simulator.clearFaults();
		simulator.addFault({ ...fault, on: 'submit', times: 1 });
		const execution = await scene.succeeded(await start(['A paper boat']));
		const title = `${fault.kind}, ${calls} calls`;
		assert.equal(model.toolAnswers.length, calls, `${title}: each call is answered once`);
		for (const answer of model.toolAnswers) assert.match(answer, told, title);
		assert.equal(ledger.summary().paid - before.paid, 1, `${title}: paid once`);
		assert.equal(ledger.requests.length - before.requests, requests, `${title}: requests`);
		said.push(JSON.stringify(itemsOf(execution, 'Agent')));
	}
	return { kept: scene.idsIn(said.join()), note: `${cases.length} faults, paid 1 each` };
}

const LOST = /may have been created.*Do not call this tool again/s;
