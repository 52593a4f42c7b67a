import type { IRun } from 'n8n-workflow';

import { paidRequests } from '../../nodes/shared/client/paidRequests';
import type { Simulator } from '../../simulator/server';
import { askAgain, durable, itemsOf, run, submitImage } from '../support/kexiang';
import type { LeapingTime } from '../support/leapingTime';
import { simulatorInLeaps } from '../support/simulatorInLeaps';

/** What the executions of one run know of each other's payments, in one n8n process. */

let simulator: Simulator;
let time: LeapingTime;
simulatorInLeaps({ taskSeconds: 0.05 }, (own, leaping) => {
	simulator = own;
	time = leaping;
});

const paid = () => simulator.ledger.summary().paid;
const upscale = submitImage({ name: 'Upscale', parameters: { prompt: 'the same, larger' } });

describe('an execution that n8n lists as crashed and that goes on', () => {
	/** Sleeps once, and pays behind its sleep; gives what n8n's database held while it slept. */
	async function sleepThenPay(executionId: string) {
		let saved: IRun['data'] | undefined;
		const ran = await run(simulator, [submitImage(), durable({ downloadFiles: false }), upscale], {
			executionId,
			input: itemsOf({ prompt: 'a boat' }),
			connections: askAgain(['Submit'], [['Upscale']]),
			onSleep: (till, data) => {
				saved = structuredClone(data);
				time.leapTo(till);
			},
		});
		if (saved === undefined) throw new Error('did not sleep');
		return { ran, saved };
	}

	const retry = async (saved: IRun['data'], of: string, executionId: string) =>
		await run(simulator, [submitImage(), durable({ downloadFiles: false }), upscale], {
			executionId,
			retryOfId: of,
			retryOf: { data: saved } as IRun,
			connections: askAgain(['Submit'], [['Upscale']]),
			onSleep: (till) => time.leapTo(till),
		});

	it('is not paid again by a Retry from what was saved before it paid', async () => {
		simulator.addFault({ on: 'query', kind: 'unknownState', times: 1 });
		const { ran, saved } = await sleepThenPay('crashed-1');
		expect(ran.error).toBeUndefined();
		expect(paid()).toBe(2);
		const again = await retry(saved, 'crashed-1', 'crashed-2');
		expect(again.error).toBeUndefined();
		expect(paid()).toBe(2);
		expect(again.items('Upscale')[0]?.json.taskId).toBe(ran.items('Upscale')[0]?.json.taskId);
	});
});

describe('one execution, retried again and again', () => {
	const node = submitImage({ parameters: { prompt: '={{ $json.prompt }}' } });

	it('pays once, also where many others were retried in between', async () => {
		const failed = async (executionId: string) => {
			simulator.addFault({ on: 'submit', kind: '422', times: 1 });
			return (await run(simulator, [node], { executionId, input: itemsOf({ prompt: 'a' }) })).run;
		};
		const original = await failed('many-0');
		const retry = async (of: IRun, executionId: string) =>
			await run(simulator, [node], { retryOf: of, executionId });
		const first = await retry(original, 'many-0-first');
		expect(paid()).toBe(1);
		for (let other = 1; other <= 260; other++)
			await retry(await failed(`many-${other}`), `many-${other}-again`);
		expect(paid()).toBe(261);
		const second = await retry(original, 'many-0-second');
		expect(paid()).toBe(261);
		expect(second.items('Submit')[0]?.json.taskId).toBe(first.items('Submit')[0]?.json.taskId);
		expect(paidRequests()).toBeGreaterThanOrEqual(261);
	}, 60_000);
});
