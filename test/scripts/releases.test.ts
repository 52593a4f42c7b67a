import { FETCHED_NODE, fitsNode, RELEASES } from '../../scripts/n8n/releases';

const fitting = (node: string) =>
	[RELEASES[2], RELEASES[1]].filter((release) => fitsNode(release, node)).map(({ major }) => major);

describe('which n8n runs on which Node', () => {
	it.each([
		['20.19.0', [1]],
		['v24.3.0', [2, 1]],
		// n8n's own addons are built for long-term Node.
		['26.1.0', []],
		['9.0.0', []],
	])('on Node %s runs n8n %j; Node 24 is fetched for the others', (node, majors) => {
		expect(fitting(node)).toEqual(majors);
	});

	it('is each on the Node that is fetched', () => {
		expect(fitting(FETCHED_NODE)).toEqual([2, 1]);
	});
});
