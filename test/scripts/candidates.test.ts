import {
	allowsNode,
	candidates,
	describe as inWords,
	RELEASES,
} from '../../scripts/n8n/candidates';

const names = (node: string, major?: 1 | 2) =>
	candidates(node, major).map(({ release, node: on }) => `${release.major} on ${on}`);

describe('which n8n is tried on which Node', () => {
	it('fetches Node 24 for n8n 2 where the running Node is older, and falls back to n8n 1', () => {
		expect(names('20.19.0')).toEqual(['2 on node24', '1 on running', '1 on node24']);
	});

	it('uses a running Node 24 as it is', () => {
		expect(names('24.3.0')).toEqual(['2 on running', '1 on running']);
	});

	it('prefers Node 24 to a newer one', () => {
		expect(names('26.1.0')).toEqual(['2 on node24', '2 on running', '1 on node24']);
	});

	it('can be limited to one major version', () => {
		expect(names('20.19.0', 1)).toEqual(['1 on running', '1 on node24']);
		expect(names('24.3.0', 2)).toEqual(['2 on running']);
	});

	it('compares versions by number', () => {
		const [newest] = RELEASES;
		expect(newest && allowsNode(newest, '9.0.0')).toBe(false);
		expect(newest && allowsNode(newest, 'v24.0.0')).toBe(true);
	});

	it('names the Node it means', () => {
		const [first] = candidates('20.19.0');
		expect(first && inWords(first, 'v20.19.0')).toMatch(/^n8n 2\.\d+\.\d+ on Node 24\.\d+\.\d+$/);
	});

	it('lists the newest first, each with a Node from which it runs', () => {
		expect(RELEASES.map(({ major }) => major)).toEqual([2, 1]);
	});
});
