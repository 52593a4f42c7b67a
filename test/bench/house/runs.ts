// Two ways of the same requests in n8n's engine: through the built package, and through n8n's own HTTP helper.
import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import type { RunOptions } from '../../support/runWorkflow';
import { ownNode, platformAt, run, submit } from '../engine';

/** As many paid requests at once as the package lets through for all runs together. */
const AT_ONCE = 10;
/** As many questions as its form lets a run ask. */
const PER_SECOND = 200;
const BODY = { user_input: { modelName: 'bench', prompt: 'a paper boat' } };

type Way = Partial<RunOptions> & Pick<RunOptions, 'chain'>;

async function runItems(url: string, count: number, way: Way): Promise<void> {
	const input = Array.from({ length: count }, (_, index) => ({ json: { index } }));
	const { items } = await run(platformAt(url), { ...way, input });
	const made = items(way.chain.at(-1)?.name ?? '').length;
	if (made !== count) throw new Error(`${count} items came in and ${made} went out`);
}

/**
 * Submits so many items and waits for their tasks in the same node.
 * @param fast whether as fast as the form lets it
 */
export async function runPackage(url: string, count: number, fast = false): Promise<void> {
	const pace = {
		options: { submissionsAtOnce: 2 * AT_ONCE },
		advanced: { requestsPerSecond: PER_SECOND },
	};
	const waitOptions = { schedule: 'fixed', interval: 0.2 };
	const node = submit({ waitForCompletion: true, waitOptions, ...(fast && pace) });
	await runItems(url, count, { chain: [node] });
}

type Answer = { id: number };

/** The same two requests of each item. @param paced whether questions follow each other at the package's pace */
export async function runHelper(url: string, count: number, paced = false): Promise<void> {
	const helper = ownNode('helper', async function (this: IExecuteFunctions) {
		const ask = async (method: 'GET' | 'POST', place: string, body?: object): Promise<Answer> =>
			// n8n types no answer; it is that of our own platform.
			(await this.helpers.httpRequestWithAuthentication.call(this, 'kexiangApi', {
				method,
				url: `${url}/api/v1/user_task/${place}`,
				json: true,
				...(body && { body }),
			})) as Answer;
		const submitOne = async () => await ask('POST', 'submit/passAuth', BODY);
		const query = async ({ id }: Answer) => await ask('GET', `get/passAuth/${id}`);
		const out: Answer[] = [];
		if (paced) {
			const accepted: Answer[] = [];
			await atOnce(count, async () => void accepted.push(await submitOne()));
			const started = performance.now();
			const inTurn = async (task: Answer, place: number) => {
				const pause = started + (1000 * place) / PER_SECOND - performance.now();
				await sleep(Math.max(0, pause));
				out.push(await query(task));
			};
			await Promise.all(accepted.map(inTurn));
		} else await atOnce(count, async () => void out.push(await query(await submitOne())));
		return [out.map((json) => ({ json }))];
	});
	await runItems(url, count, { nodeTypes: [helper], chain: [{ type: 'helper', name: 'Helper' }] });
}

async function atOnce(count: number, work: () => Promise<void>): Promise<void> {
	let left = count;
	const worker = async () => {
		while (left-- > 0) await work();
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
