import {
	executionSeconds,
	secondsInAll,
	timeLimitIn,
	triesOf,
} from '../../nodes/shared/host/execution';

describe('how long the tries of a node last in all', () => {
	it.each([
		[{}, 1, 60],
		[{ retryOnFail: false, maxTries: 5 }, 1, 60],
		// As n8n counts: three tries and a second between them, unless the node says otherwise, within bounds.
		[{ retryOnFail: true }, 3, 182],
		[{ retryOnFail: true, maxTries: 9, waitBetweenTries: 9000 }, 5, 320],
		[{ retryOnFail: true, maxTries: 1, waitBetweenTries: 500 }, 2, 120.5],
	])('%j', (node, tries, seconds) => {
		expect(triesOf(node)).toBe(tries);
		expect(secondsInAll(node, 60)).toBe(seconds);
	});
});

it.each([
	[{}, undefined],
	[{ executionTimeout: -1 }, undefined],
	[{ executionTimeout: 0 }, undefined],
	[{ executionTimeout: 30 }, 30],
])('n8n ends the execution: %j', (settings, seconds) =>
	expect(executionSeconds({ getWorkflowSettings: () => settings })).toBe(seconds),
);

it.each([
	[undefined, 3600],
	[{ options: {} }, 3600],
	[{ options: { timeLimit: 2 } }, 120],
	[{ options: { timeLimit: '2' } }, 120],
	[{ timeLimit: 3, options: {} }, 180],
	// In an older workflow the form hides its own.
	[{ timeLimit: 60, options: { timeLimit: 4 } }, 240],
	[{ timeLimit: 3, options: { timeLimit: '' } }, 180],
	[{ options: { timeLimit: '={{ 1 }}' } }, undefined],
	[{ options: { timeLimit: -1 } }, undefined],
])('the Time Limit in %j', (parameters, seconds) => expect(timeLimitIn(parameters)).toBe(seconds));
