/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Our node as the tool of n8n's AI Agent, under Retry On Fail, while answers of the platform are lost.
import assert from 'node:assert/strict';
import type { Credential, Execution } from '../../../scripts/n8n/model';
import { withCredential } from '../../../scripts/n8n/workflows';
import type { FaultRule, Simulator } from '../../../simulator/server';
import type { Bench, Proof } from '../bench';
import { startLanguageModel, type LanguageModel } from '../languageModel';
import { activate, errorOf, itemsOf } from '../runs';
import { agent, chatModel, EVERY_SECOND, PACKAGE, tool, webhook, workflow } from '../workflows';

/** Of each generation of n8n's agent: they run tools in three ways. Both majors of n8n know them. */
const VERSIONS = [1.7, 2.2, 3];

const RETRY = { retryOnFail: true, maxTries: 4, waitBetweenTries: 100 };
const TOOL = 'Make_Picture';

const PROMPTS = {
	'fixed prompt': 'a paper boat',
	'changing prompt': '=a paper boat {{ Math.random() }}',
};

interface Case {
	title: string;
	fault: Omit<FaultRule, 'on' | 'times'>;
	/** Requests to the platform, the tries of n8n together. */
	requests: number;
	/** What the model must be told. */
	told: RegExp;
	/** How often the model calls; once unless given. */
	calls?: number;
}

const LOST = /may have been created.*Do not call this tool again/s;

const CASES: Case[] = [
	{ title: 'answer cut off', fault: { kind: 'resetAfterAccept' }, requests: 1, told: LOST },
	{
		title: 'code 50000 in a 200 answer',
		fault: { kind: 'code', accepted: true },
		requests: 1,
		told: LOST,
	},
	{
		title: 'answer cut off, and the model calls again all the same',
		fault: { kind: 'resetAfterAccept' },
		requests: 1,
		told: LOST,
		calls: 2,
	},
	// 429 took nothing, and its wait is too long for one try: n8n's second try sends it.
	{
		title: 'not taken once',
		fault: { kind: '429', retryAfter: 40 },
		requests: 2,
		told: /"taskId":"/,
	},
];

export async function agents(bench: Bench): Promise<void> {
	for (const version of agentVersions(bench)) {
		const title = `agent ${version} makes, fails, runs out of credits`;
		await bench.prove(title, { taskSeconds: 1.5 }, async (simulator) =>
			untouched(bench, simulator, version),
		);
		for (const [title, prompt] of Object.entries(PROMPTS)) {
			await bench.prove(`agent ${version}, ${title}`, { taskSeconds: 600 }, async (simulator) => {
				const model = await startLanguageModel(TOOL, {});
				try {
					return await runCases(bench, simulator, model, { version, prompt, path: title });
				} finally {
					await model.stop();
				}
			});
		}
	}
}

/**
 * A tool in which a person chose an operation and a limit and nothing else: the model is told what each parameter
 * takes, its call is answered with a URL, and what goes wrong with data in words.
 */
async function untouched(bench: Bench, simulator: Simulator, version: number): Promise<Proof> {
	let prompt = 'a paper boat';
	const model = await startLanguageModel(TOOL, (call) => ({
		Prompt: call === 0 ? prompt : `${prompt}, number ${call}`,
		Ratio: '16:9',
	}));
	try {
		const { id, name, type } = await bench.site.api.saveCredential({
			name: `Stand-in ${model.url}`,
			type: 'openAiApi',
			data: { apiKey: 'none', url: model.url },
		});
		const url = `agent-${version}-untouched`;
		const parameters = {
			operation: 'kbanana2OfficialSubmit',
			options: { spendingLimit: 0.7 },
			waitOptions: EVERY_SECOND,
		};
		const document = withAgent(url, version, { id, name, type }, { ...tool(), parameters });
		const { start } = await activate(
			bench.site.api,
			withCredential(document, PACKAGE, await bench.credential(simulator)),
		);
		const answers: string[] = [];
		const ask = async (words: string, calls = 1) => {
			prompt = words;
			model.calls = calls;
			model.toolAnswers.splice(0);
			const execution = await bench.site.api.waitForExecution(await start([words]), 90);
			assert.equal(execution.status, 'success', errorOf(execution));
			answers.push(...model.toolAnswers);
			return model.toolAnswers.at(-1) ?? '';
		};
		const made = await ask('a paper boat');
		assert.match(made, /"state":"success"/);
		assert.match(made, /"url":"http/);
		const failed = await ask('a boat [fail]');
		assert.match(failed, /"state":"failed"/);
		assert.match(failed, /Do not call this tool again/);
		const out = await ask('a red boat', 2);
		assert.match(out, /Spending Limit of 0.7 credits.*does not allow further spending/s);
		assert.equal(simulator.ledger.tasks.length, 3, 'what the limit forbids is not sent');

		const [told] = model.tools;
		assert.match(told?.description ?? '', /Costs credits.*Spending Limit.*Preview Request/s);
		const asked = told?.parameters?.properties ?? {};
		for (const [key, { description = '' }] of Object.entries(asked))
			assert.ok(description.length > 8, `${key} has a description`);
		assert.match(asked.Mode?.description ?? '', /One of: text2img .*img2img/);
		assert.match(asked.Ratio?.description ?? '', /One of: .*1:1, .*16:9/);
		assert.equal(asked.Ratio?.default, '');
		assert.deepEqual(told?.parameters?.required, ['Prompt']);
		bench.say(`    the model is told: ${JSON.stringify(told)}`);
		bench.say(`    made: ${made.slice(0, 400)}\n    failed: ${failed.slice(0, 400)}`);
		bench.say(`    out of credits: ${out.slice(0, 400)}`);
		const said = answers.join();
		const kept = simulator.ledger.tasks.map((task) => task.id).filter((one) => said.includes(one));
		return { kept, note: `asks for ${Object.keys(asked).join(', ')}` };
	} finally {
		await model.stop();
	}
}

const agentVersions = ({ installation }: Bench) =>
	installation.major === 1 ? VERSIONS : [...VERSIONS, 3.1];

async function runCases(
	bench: Bench,
	simulator: Simulator,
	model: LanguageModel,
	{ version, prompt, path }: { version: number; prompt: string; path: string },
): Promise<Proof> {
	const { api } = bench.site;
	const modelCredential = await api.saveCredential({
		name: `Stand-in ${model.url}`,
		type: 'openAiApi',
		data: { apiKey: 'none', url: model.url },
	});
	const url = `agent-${version}-${path.replace(' ', '-')}`;
	const document = withAgent(url, version, modelCredential, tool({ prompt }, RETRY));
	const { start } = await activate(
		api,
		withCredential(document, PACKAGE, await bench.credential(simulator)),
	);
	const { ledger } = simulator;
	const sent: number[] = [];
	const kept: string[] = [];
	// A second call with another prompt is a wish for another picture.
	const cases = CASES.filter(({ calls }) => calls === undefined || !prompt.startsWith('='));
	for (const { title, fault, requests, told, calls = 1 } of cases) {
		const before = { paid: ledger.summary().paid, requests: ledger.requests.length };
		model.calls = calls;
		model.toolAnswers.splice(0);
		simulator.clearFaults();
		simulator.addFault({ ...fault, on: 'submit', times: 1 });
		const execution = await api.waitForExecution(await start(['A paper boat']), 60);
		assert.equal(execution.status, 'success', errorOf(execution));
		assert.equal(model.toolAnswers.length, calls, `${title}: each call is answered once`);
		for (const said of model.toolAnswers) assert.match(said, told, title);
		assert.equal(ledger.summary().paid - before.paid, 1, `${title}: paid once`);
		sent.push(ledger.requests.length - before.requests);
		assert.equal(sent.at(-1), requests, `${title}: requests`);
		kept.push(...idsIn(execution, ledger.tasks));
	}
	const tools = model.tools.map(({ name, description }) => `${name}, "${description ?? ''}"`);
	return { kept, note: `paid 1 each, sent ${sent.join(', ')}; tool: ${tools.join(', ')}` };
}

const idsIn = (execution: Execution, tasks: Simulator['ledger']['tasks']) => {
	const said = JSON.stringify(itemsOf(execution, 'Agent'));
	return tasks.map(({ id }) => id).filter((id) => said.includes(id));
};

const withAgent = (
	path: string,
	version: number,
	credential: Credential,
	ofAgent: ReturnType<typeof tool>,
) =>
	workflow(
		path,
		[webhook(path), agent(version), chatModel(credential), ofAgent],
		[
			['Webhook', 0, 'Agent'],
			['Model', 0, 'Agent', 'ai_languageModel'],
			['Make Picture', 0, 'Agent', 'ai_tool'],
		],
	);
