import type { Simulator } from '../../simulator/server';
import { InMemoryCredentials } from '../support/credentials';
import { askAgain, durable, itemsOf, run, submitImage, wait } from '../support/kexiang';
import type { LeapingTime } from '../support/leapingTime';
import { simulatorInLeaps } from '../support/simulatorInLeaps';

/** What cannot come back ends a wait at once, after one repetition; nothing is said of it that nobody knows. */

let simulator: Simulator;
let time: LeapingTime;
simulatorInLeaps({ taskSeconds: 30 }, (own, leaping) => {
	simulator = own;
	time = leaping;
});
afterEach(() => jest.restoreAllMocks());

const entered = itemsOf({ taskId: '99999', taskSource: 'userTask' });
const roads = {
	'Wait for Task': async () => await run(simulator, [wait()], { input: entered }),
	'a durable wait': async () =>
		await run(simulator, [durable()], {
			input: entered,
			connections: askAgain(),
			onSleep: time.leapTo,
		}),
};

describe.each(Object.entries(roads))('in %s', (_, waitFor) => {
	it('an id that the platform does not know', async () => {
		const begun = Date.now();
		const { error } = await waitFor();
		expect(Date.now() - begun).toBeLessThan(10_000);
		expect(error?.message).toMatch(
			/^Task 99999 could not be polled: The platform cannot find task 99999 \(404\)/,
		);
		expect(error?.description).toMatch(/Check the Task ID and the Task Source/);
		expect(error?.description).not.toMatch(/keeps running/);
		expect(simulator.ledger.requests).toHaveLength(2);
	});

	it('a key that is refused', async () => {
		simulator.addFault({ on: 'query', kind: '401' });
		const { error } = await waitFor();
		expect(error?.message).toMatch(/refused the API key \(401\)/);
		expect(error?.description).toMatch(/It is unknown whether this task exists/);
		expect(simulator.ledger.requests).toHaveLength(2);
	});

	it('a credential that is gone', async () => {
		const gone = 'Credential with ID "7" does not exist for type "kexiangApi".';
		jest.spyOn(InMemoryCredentials.prototype, 'getDecrypted').mockRejectedValue(new Error(gone));
		const begun = Date.now();
		const { error } = await waitFor();
		expect(Date.now() - begun).toBeLessThan(10_000);
		expect(error?.message).toContain(`Task 99999 could not be polled: ${gone}`);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

it('a credential that is deleted while a durable wait sleeps ends it at the next round', async () => {
	const reading = jest.spyOn(InMemoryCredentials.prototype, 'getDecrypted');
	let sleeps = 0;
	const { error, items } = await run(simulator, [submitImage(), durable()], {
		input: itemsOf({ prompt: 'a boat' }),
		connections: askAgain(['Submit']),
		onSleep: () => {
			sleeps += 1;
			reading.mockRejectedValue(new Error('does not exist'));
		},
	});
	expect(sleeps).toBe(1);
	expect(error?.message).toContain(`Task ${String(items('Submit')[0]?.json.taskId)} could not`);
	expect(error?.description).toMatch(/keeps running on the platform/);
});

it('a key that is refused once, and not the next time, ends no wait', async () => {
	simulator.addFault({ on: 'query', kind: '401', times: 1 });
	const { items, error } = await run(simulator, [submitImage(), durable()], {
		input: itemsOf({ prompt: 'a boat' }),
		connections: askAgain(['Submit']),
		onSleep: time.leapTo,
	});
	expect(error).toBeUndefined();
	expect(items('Wait', 1)[0]?.json.state).toBe('success');
});
