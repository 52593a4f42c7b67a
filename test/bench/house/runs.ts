/*
 * Two ways of the same requests in n8n's engine: through a built package, of which nothing is known here but its
 * classes and its form, and through n8n's own HTTP helper.
 */
import { sleep, type IExecuteFunctions, type INodeType } from 'n8n-workflow';
import type { builtPackage } from '../../support/built';
import { runWorkflow, type RunOptions } from '../../support/runWorkflow';

export type Package = ReturnType<typeof builtPackage>;

const CREDENTIAL = 'kexiangApi';
/** The shortest that is looked for in answers, as the length of a key may count in calls. */
const KEY = 'kx-bench';
/** As many paid requests at once as the package lets through for all runs together. */
const AT_ONCE = 10;
/** As many questions as its form lets a run ask. */
const PER_SECOND = 200;
const PROMPT = 'a paper boat';
const BODY = { user_input: { modelName: 'bench', prompt: PROMPT } };

async function run(url: string, count: number, rest: Pick<RunOptions, 'chain'> & Package) {
	const { error, items } = await runWorkflow({
		...rest,
		credentials: { [CREDENTIAL]: { apiKey: KEY, taskApiUrl: url, toolApiUrl: url } },
		input: Array.from({ length: count }, (_, index) => ({ json: { index } })),
	});
	if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
	const made = items(rest.chain.at(-1)?.name ?? '').length;
	if (made !== count) throw new Error(`${count} items came in and ${made} went out`);
}

/**
 * Submits so many items and waits for their tasks in the same node.
 * @param fast whether as fast as the form lets it
 */
export const runPackage = async (
	built: Package,
	url: string,
	count: number,
	fast = false,
): Promise<void> =>
	await run(url, count, {
		...built,
		chain: [
			{
				type: 'kexiangGoogle',
				name: 'Node',
				parameters: {
					operation: 'kbananaProOfficialSubmit',
					prompt: PROMPT,
					waitForCompletion: true,
					waitOptions: { schedule: 'fixed', interval: 0.2 },
					...(fast && {
						options: { submissionsAtOnce: 2 * AT_ONCE },
						advanced: { requestsPerSecond: PER_SECOND },
					}),
				},
			},
		],
	});

type Answer = { id: number };

/** A node that makes two requests of each item. @param paced whether questions follow each other at the package's pace */
const helperNode = (paced: boolean): INodeType => ({
	description: {
		displayName: 'Helper',
		name: 'bench.helper',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Helper' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: CREDENTIAL, required: true }],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		const { taskApiUrl: url } = await this.getCredentials(CREDENTIAL);
		const ask = async (method: 'GET' | 'POST', place: string, body?: object): Promise<Answer> =>
			// n8n types no answer; it is that of our own platform.
			(await this.helpers.httpRequestWithAuthentication.call(this, CREDENTIAL, {
				method,
				url: `${String(url)}${place}`,
				json: true,
				...(body && { body }),
			})) as Answer;
		const submit = async () => await ask('POST', '/api/v1/user_task/submit/passAuth', BODY);
		const query = async ({ id }: Answer) =>
			await ask('GET', `/api/v1/user_task/get/passAuth/${id}`);
		const items = this.getInputData();
		const out: Answer[] = [];
		if (paced) {
			const accepted: Answer[] = [];
			await atOnce(items, async () => void accepted.push(await submit()));
			const started = performance.now();
			await Promise.all(
				accepted.map(async (task, place) => {
					const pause = started + (1000 * place) / PER_SECOND - performance.now();
					await sleep(Math.max(0, pause));
					out.push(await query(task));
				}),
			);
		} else await atOnce(items, async () => void out.push(await query(await submit())));
		return [out.map((json) => ({ json }))];
	},
});

async function atOnce(items: readonly unknown[], work: () => Promise<void>): Promise<void> {
	let left = items.length;
	const worker = async () => {
		while (left-- > 0) await work();
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** The same two requests of each item, by what n8n gives to every node. */
export const runHelper = async (
	{ credentialTypes }: Package,
	url: string,
	count: number,
	paced = false,
): Promise<void> =>
	await run(url, count, {
		nodeTypes: [helperNode(paced)],
		credentialTypes,
		chain: [{ type: 'bench.helper', name: 'Helper' }],
	});
