import { outputItems, parseExecutionData } from '../../scripts/n8n/executionData';
import { FETCHED_NODE, fitsNode, RELEASES } from '../../scripts/n8n/releases';
import { n8nEnvironment } from '../../scripts/n8n/server';

describe('execution data as n8n stores it', () => {
	it('gives the items of the last run of a node, by output', () => {
		const elements = [
			...[{ resultData: '1' }, { runData: '2' }, { Node: '3', Empty: '4' }],
			...[['5', '6'], ['7'], { data: '8' }, { data: '9' }, {}],
			...[{ main: '10' }, { main: '11' }, ['12', null], ['13', null], ['14'], ['15']],
			...[{ json: '16' }, { json: '17' }, { id: 1 }, { id: 2 }],
		];
		const data = parseExecutionData(JSON.stringify(elements));
		expect(outputItems(data, 'Node')).toEqual([{ json: { id: 2 } }]);
		expect(outputItems(data, 'Node', 1)).toEqual([]);
		expect(outputItems(data, 'Empty')).toEqual([]);
		expect(outputItems(data, 'Missing')).toEqual([]);
	});

	it('takes an execution that has not begun', () => {
		expect(parseExecutionData('[{}]').resultData.runData).toEqual({});
	});
});

// n8n's own addons are built for long-term Node.
it.each`
	node            | majors
	${'20.19.0'}    | ${[1]}
	${'v24.3.0'}    | ${[2, 1]}
	${FETCHED_NODE} | ${[2, 1]}
	${'26.1.0'}     | ${[]}
	${'9.0.0'}      | ${[]}
`('on Node $node runs n8n $majors; Node 24 is fetched for the others', ({ node, majors }) => {
	const fitting = [RELEASES[2], RELEASES[1]].filter((release) => fitsNode(release, String(node)));
	expect(fitting.map(({ major }) => major)).toEqual(majors);
});

it("keeps out of n8n's environment what belongs to another n8n, to npm and to us", () => {
	const outer = {
		...{ PATH: '/bin', HTTPS_PROXY: 'http://proxy', N8N_PORT: '5678', DB_TYPE: 'postgresdb' },
		...{ npm_package_name: 'x', NODE_OPTIONS: '--inspect', KEXIANG_API_KEY: 'secret' },
	};
	const environment = n8nEnvironment(outer, { N8N_PORT: '1' }, { DB_TYPE: 'sqlite' });
	const kept = { PATH: '/bin', HTTPS_PROXY: 'http://proxy', N8N_PORT: '1', DB_TYPE: 'sqlite' };
	expect(environment).toMatchObject(kept);
	for (const name of ['npm_package_name', 'NODE_OPTIONS', 'KEXIANG_API_KEY'])
		expect(environment).not.toHaveProperty(name);
});
