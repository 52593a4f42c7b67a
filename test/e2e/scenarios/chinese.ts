/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A server whose host is Chinese: forms and messages are Chinese, and nothing else changes with it.
import assert from 'node:assert/strict';
import { withTexts } from '../../../scripts/formsInChinese';
import type { FaultRule } from '../../../simulator/server';
import { faceOf } from '../../support/faces';
import type { Bench, Proof } from '../bench';
import type { NodeDescription } from '../forms';
import { errorOf, itemsOf, taskIds } from '../runs';
import type { Scene } from '../scene';
import { EVERY_SECOND, submit, tool, wait, withAgent } from '../workflows';

export const CHINESE = { LANG: 'zh_CN.UTF-8', LC_ALL: 'zh_CN.UTF-8' };

const HAN = /\p{Script=Han}/u;

export async function chinese(bench: Bench): Promise<void> {
	const site = await bench.startSite('chinese', { env: CHINESE });
	await bench.prove('chinese: the same forms in Chinese', {}, async () => ({
		note: compareForms(await bench.nodeDescriptions(), await bench.nodeDescriptions(site)),
	}));
	await bench.prove('chinese: what goes wrong', { taskSeconds: 6, site }, sayInChinese);
	await bench.prove('chinese: an agent is told English', { taskSeconds: 1 }, async (scene) => {
		const english = await askAgent(scene);
		const own = await askAgent(scene.at(site));
		assert.deepEqual(own.tools, english.tools);
		return { kept: [...english.kept, ...own.kept], note: 'the same tools in both languages' };
	});
	await bench.prove('chinese: the same fields', { taskSeconds: 1 }, async (scene) =>
		sameFields([scene, scene.at(site)]),
	);
}

function compareForms(english: NodeDescription[], own: NodeDescription[]): string {
	const all = new Set<string>();
	const shape = ({ properties }: NodeDescription) => {
		const faces = [true, false].map((isTool) => faceOf(properties, isTool));
		return withTexts(faces, () => '');
	};
	for (const description of own) {
		const twin = english.find(({ name }) => name === description.name);
		assert.ok(twin, description.name);
		assert.equal(description.displayName, twin.displayName);
		assert.deepEqual(shape(description), shape(twin));
		withTexts(description.properties, (text) => {
			all.add(text);
			return text;
		});
	}
	const chinese = [...all].filter((text) => HAN.test(text));
	assert.ok(chinese.length > all.size / 2);
	return `${chinese.length} of ${all.size} texts hold Chinese, the others are names and sizes`;
}

interface Case {
	parameters?: Record<string, unknown>;
	prompt?: string;
	fault?: FaultRule;
	waits?: Record<string, unknown>;
	/** What the message holds beside Chinese. */
	told: RegExp;
}

const LATE = { timeLimit: 0.05, options: { ...EVERY_SECOND, onTimeout: 'error' } };
const FAILED = { options: { ...EVERY_SECOND, onFailedTask: 'error' } };

/** One of each part of the package that speaks. */
const CASES: Case[] = [
	{ parameters: { prompt: '={{ "" }}' }, told: /提示词/ },
	{ fault: { on: 'submit', kind: '429', retryAfter: 400 }, told: /429/ },
	{ fault: { on: 'submit', kind: 'resetAfterAccept' }, told: /平台/ },
	{ prompt: 'a boat [fail]', waits: FAILED, told: /任务/ },
	{ waits: LATE, told: /任务/ },
];

async function sayInChinese(scene: Scene): Promise<Proof> {
	const kept: string[] = [];
	for (const { parameters, prompt = 'a boat', fault, waits, told } of CASES) {
		scene.simulator.clearFaults();
		if (fault) scene.simulator.addFault(fault);
		const id = await scene.start([submit(parameters), wait(waits)], [prompt]);
		const execution = await scene.ended(id);
		const said = errorOf(execution);
		scene.bench.say(`    ${said}`);
		assert.match(said, HAN);
		assert.match(said, told);
		kept.push(...scene.idsIn(said), ...taskIds(itemsOf(execution, 'Submit')));
	}
	return { kept, note: `${CASES.length} messages` };
}

/** The tools that the model of an agent is told of, when it calls ours. */
async function askAgent(scene: Scene) {
	const { model, chosen } = await scene.languageModel('Make_Picture', { Prompt: 'a paper boat' });
	// With nothing else set, so that the model is asked for all that it may fill in.
	const parameters = { operation: 'kbanana2OfficialSubmit', waitOptions: EVERY_SECOND };
	const document = withAgent(scene.bench.isOld ? 3 : 3.1, chosen, tool(parameters));
	const { start } = await scene.activate(document);
	await scene.succeeded(await start(['Make a picture']));
	const [said = ''] = model.toolAnswers;
	assert.match(said, /"state":"success"/);
	return { tools: model.tools, kept: scene.idsIn(said) };
}

/** The fields of what a workflow gives out are the same. */
async function sameFields(scenes: Scene[]): Promise<Proof> {
	const kept: string[] = [];
	const fields = new Set<string>();
	for (const scene of scenes) {
		const row = [submit(), wait({ downloadFiles: true, options: EVERY_SECOND })];
		const items = itemsOf(await scene.succeeded(await scene.start(row, ['a boat'])), 'Wait');
		fields.add(Object.keys({ ...items[0]?.json, ...items[0]?.binary }).join(', '));
		kept.push(...taskIds(items));
	}
	assert.equal(fields.size, 1);
	return { kept, note: [...fields].join() };
}
