/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { getEventListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';

import { attempt } from '../../nodes/shared/util/attempt';
import { pause } from '../../nodes/shared/util/time';
import { clientFor } from '../../nodes/shared/client/client';
import { ROOT, sourcesOf } from '../support/imports';

/** What Node's timers and `AbortSignal.timeout` were given, by whatever ran in a test. */
const given: unknown[] = [];

beforeEach(() => {
	given.length = 0;
	const timeout = AbortSignal.timeout.bind(AbortSignal);
	jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
		given.push(ms);
		return timeout(ms);
	});
});
afterEach(() => jest.restoreAllMocks());

const isForTimers = (ms: unknown) =>
	Number.isInteger(ms) && Number(ms) >= 1 && Number(ms) <= 2 ** 31 - 1;

/** Time limits and intervals as the forms take them, and what they might be by mistake. */
const seconds = fc.oneof(
	fc.double({ min: 0, max: 2, noNaN: true }),
	fc.double({ min: 0, max: 100_000, noNaN: true }),
	fc.integer({ min: 1, max: 100_000 }).map((thousandths) => thousandths / 1000),
	fc.double(),
);
/** Any moment of a process that runs for years. */
const moments = fc.double({ min: 0, max: 1e11, noNaN: true });

let keys = 0;
/** As much of n8n's context as a question uses; what the request is given as its time limit is kept. */
function contextOf(stopped?: AbortSignal): IExecuteFunctions {
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
	return context as unknown as IExecuteFunctions;
}

describe('no timer is given a fraction, nothing, or more than it holds', () => {
	it('by a question, whatever is left of the wait and whatever time it is', async () => {
		await fc.assert(
			fc.asyncProperty(seconds, seconds, moments, async (limit, left, now) => {
				const clock = jest.spyOn(performance, 'now').mockReturnValue(now);
				const deadline = now + left * 1000;
				given.length = 0;
				const task = { taskId: '1', taskSource: 'userTask' as const };
				const limits = { deadline, turnUntil: Infinity };
				const client = await clientFor(contextOf(), 0);
				await attempt(client.poll(task, limits, { timeoutSeconds: limit }));
				clock.mockRestore();
				expect(given.filter((ms) => !isForTimers(ms))).toEqual([]);
				expect(given).toHaveLength(2);
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

it('nothing of a question stays on the signal that stops the execution', async () => {
	const { signal } = new AbortController();
	const added = jest.spyOn(signal, 'addEventListener');
	const any = jest.spyOn(AbortSignal, 'any');
	const context = contextOf(signal);
	const task = { taskId: '1', taskSource: 'userTask' as const };
	const limits = { deadline: Infinity, turnUntil: Infinity };
	const client = await clientFor(context, 0);
	for (let n = 0; n < 50; n++) await client.poll(task, limits, { perSecond: 1e6 });
	expect(added.mock.calls.length).toBeGreaterThanOrEqual(50);
	expect(getEventListeners(signal, 'abort')).toEqual([]);
	// It would keep a reference on the signal for each question.
	expect(any).not.toHaveBeenCalled();
});

it('seconds become milliseconds, and these seconds, in one place', () => {
	const elsewhere = sourcesOf('nodes', 'credentials')
		.filter((file) => file !== 'nodes/shared/util/time.ts')
		.filter((file) =>
			/[*/]\s*(1_?000|1e3|60_?000)\b|\b(1_?000|1e3|60_?000)\s*[*]/.test(
				readFileSync(path.join(ROOT, file), 'utf8'),
			),
		);
	expect(elsewhere).toEqual([]);
});
