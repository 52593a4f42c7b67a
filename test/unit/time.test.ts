/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { getEventListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';

import { clientFor } from '../../nodes/shared/client/client';
import { attempt } from '../../nodes/shared/util/attempt';
import { milliseconds, pause } from '../../nodes/shared/util/time';
import { ROOT, sourcesOf } from '../support/imports';
import {
	executionSeconds,
	secondsInAll,
	timeLimitIn,
	triesOf,
} from '../../nodes/shared/host/execution';

jest.unmock('../../nodes/shared/util/time');

const MOST = 2 ** 31 - 1;

afterEach(() => jest.restoreAllMocks());

describe('seconds in milliseconds', () => {
	it.each([
		[1, 1_000],
		[0.2, 200],
		[16.1, 16_101],
		[14472.999999999998 / 1000, 14_473],
		[0, 1],
		[-Infinity, 1],
		[Number.NaN, 1],
		[3e6, MOST],
	])('%d are %d', (seconds, ms) => expect(milliseconds(seconds)).toBe(ms));

	it('are what every timer takes', () => {
		const seconds = fc.oneof(fc.double(), fc.double({ min: 0, max: 10_000 }), fc.integer());
		fc.assert(
			fc.property(seconds, (given) => {
				const ms = milliseconds(given);
				expect(isForTimers(ms)).toBe(true);
				expect(() => AbortSignal.timeout(ms)).not.toThrow();
				// Never earlier than asked for, and later by less than 2 ms.
				if (given >= 0.001 && given < 2_000_000)
					expect(ms - given * 1000 >= 0 && ms - given * 1000 < 2).toBe(true);
			}),
		);
	});

	it('are made in one place', () => {
		const conversion = /[*/]\s*(1_?000|1e3|60_?000)\b|\b(1_?000|1e3|60_?000)\s*[*]/;
		const elsewhere = sourcesOf('nodes', 'credentials')
			.filter((file) => file !== 'nodes/shared/util/time.ts')
			.filter((file) => conversion.test(readFileSync(path.join(ROOT, file), 'utf8')));
		expect(elsewhere).toEqual([]);
	});
});

/** What Node's timers and `AbortSignal.timeout` were given, by whatever ran in a test. */
const given: unknown[] = [];
const isForTimers = (ms: unknown) => Number.isInteger(ms) && Number(ms) >= 1 && Number(ms) <= MOST;

let keys = 0;
/** Asks once for a task, in as much of n8n's context as a question uses, whose time limit is kept. */
async function asker(stopped?: AbortSignal) {
	const apiKey = `kx-test-not-real-${keys++}`;
	const context = {
		getCredentials: async () => ({ apiKey, taskApiUrl: 'https://platform.example' }),
		getExecutionCancelSignal: () => stopped,
		helpers: {
			httpRequestWithAuthentication: async (_: string, { timeout }: { timeout: unknown }) => {
				given.push(timeout);
				return { statusCode: 200, headers: {}, body: '{"id":1,"task_status":"running"}' };
			},
		},
	};
	const client = await clientFor(context as unknown as IExecuteFunctions, 0);
	return async (deadline: number, pace: Parameters<typeof client.poll>[2]) =>
		await client.poll(
			{ taskId: '1', taskSource: 'userTask' },
			{ deadline, turnUntil: Infinity },
			pace,
		);
}

describe('no timer is given a fraction, nothing, or more than it holds', () => {
	/** Time limits and intervals as the forms take them, and what they might be by mistake. */
	const seconds = fc.oneof(
		fc.double({ min: 0, max: 2, noNaN: true }),
		fc.double({ min: 0, max: 100_000, noNaN: true }),
		fc.integer({ min: 1, max: 100_000 }).map((thousandths) => thousandths / 1000),
		fc.double(),
	);
	/** Any moment of a process that runs for years. */
	const moments = fc.double({ min: 0, max: 1e11, noNaN: true });

	beforeEach(() => {
		const timeout = AbortSignal.timeout.bind(AbortSignal);
		jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
			given.push(ms);
			return timeout(ms);
		});
	});

	it('by a question, whatever is left of the wait and whatever time it is', async () => {
		await fc.assert(
			fc.asyncProperty(seconds, seconds, moments, async (timeoutSeconds, left, now) => {
				const clock = jest.spyOn(performance, 'now').mockReturnValue(now);
				given.length = 0;
				const ask = await asker();
				await attempt(ask(now + left * 1000, { timeoutSeconds }));
				clock.mockRestore();
				expect(given.map(isForTimers)).toEqual([true, true]);
			}),
			{ numRuns: 300 },
		);
	});

	it('by a pause, however long and whatever time it is', async () => {
		await fc.assert(
			fc.asyncProperty(seconds, moments, async (span, begun) => {
				let now = begun;
				given.length = 0;
				const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
				const stop = new AbortController();
				const timer = jest.spyOn(globalThis, 'setTimeout').mockImplementation((fire, ms = 0) => {
					given.push(ms);
					now += ms;
					// Enough is seen of a pause of days.
					if (given.length >= 5) stop.abort();
					setImmediate(fire);
					return undefined as never;
				});
				await pause(span * 1000, stop.signal);
				clock.mockRestore();
				timer.mockRestore();
				expect(given.filter((ms) => !isForTimers(ms))).toEqual([]);
				expect(given.length > 0 || !(span > 0)).toBe(true);
			}),
			{ numRuns: 300 },
		);
	});
});

it('a pause that was stopped before it began is over', async () => {
	const begun = performance.now();
	await pause(60_000, AbortSignal.abort());
	expect(performance.now() - begun).toBeLessThan(1_000);
});

it('nothing of a question stays on the signal that stops the execution', async () => {
	const { signal } = new AbortController();
	const added = jest.spyOn(signal, 'addEventListener');
	const any = jest.spyOn(AbortSignal, 'any');
	const ask = await asker(signal);
	for (let n = 0; n < 50; n++) await ask(Infinity, { perSecond: 1e6 });
	expect(added.mock.calls.length).toBeGreaterThanOrEqual(50);
	expect(getEventListeners(signal, 'abort')).toEqual([]);
	// It would keep a reference on the signal for each question.
	expect(any).not.toHaveBeenCalled();
});

describe('the limits of an execution', () => {
	it.each([
		[{}, 1, 60],
		// As n8n counts: three tries and a second between them, unless the node says otherwise, within bounds.
		[{ retryOnFail: true }, 3, 182],
		[{ retryOnFail: true, maxTries: 9, waitBetweenTries: 9000 }, 5, 320],
		[{ retryOnFail: true, maxTries: 1, waitBetweenTries: 500 }, 2, 120.5],
	])('tries of a minute with %j: %i, %d seconds in all', (node, tries, seconds) =>
		expect([triesOf(node), secondsInAll(node, 60)]).toEqual([tries, seconds]),
	);

	it.each([
		[{}, undefined],
		[{ executionTimeout: -1 }, undefined],
		[{ executionTimeout: 30 }, 30],
	])('n8n ends the execution: %j', (settings, seconds) =>
		expect(executionSeconds({ getWorkflowSettings: () => settings })).toBe(seconds),
	);

	it.each([
		[undefined, 3600],
		[{ options: { timeLimit: '2' } }, 120],
		[{ timeLimit: 3, options: {} }, 180],
		// In an older workflow the form hides its own.
		[{ timeLimit: 60, options: { timeLimit: 4 } }, 240],
		[{ timeLimit: 3, options: { timeLimit: '' } }, 180],
		[{ options: { timeLimit: '={{ 1 }}' } }, undefined],
		[{ options: { timeLimit: -1 } }, undefined],
	])('the Time Limit in %j', (parameters, seconds) =>
		expect(timeLimitIn(parameters)).toBe(seconds),
	);
});
