import { outputItems, parseExecutionData, parseFlatted } from '../../scripts/n8n/executionData';

describe('execution data as n8n stores it', () => {
	it('reads the flattened form', () => {
		const text = '[{"a":"1","5":"2"},["3",1,null,true,"4"],"7","x",{"b":"3","empty":"5"},[]]';
		const read = { a: ['x', 1, null, true, { b: 'x', empty: [] }], '5': '7' };
		expect(parseFlatted(text)).toEqual(read);
		expect(parseFlatted('["text"]')).toBe('text');
	});

	it('reads what is met twice, and circles', () => {
		type Read = { one: object; two: object; self: unknown };
		const read = parseFlatted('[{"one":"1","two":"1","self":"0"},{"id":"2"},"1"]') as Read;
		expect(read.one).toEqual({ id: '1' });
		expect(read.one).toBe(read.two);
		expect(read.self).toBe(read);
	});

	it('refuses anything else', () => {
		expect(() => parseFlatted('{}')).toThrow('flattened');
	});

	it('gives the items of the last run of a node, by output', () => {
		const elements = [
			{ resultData: '1' },
			{ runData: '2' },
			{ Node: '3', Empty: '4' },
			['5', '6'],
			['7'],
			{ data: '8' },
			{ data: '9' },
			{},
			{ main: '10' },
			{ main: '11' },
			['12', null],
			['13', null],
			['14'],
			['15'],
			{ json: '16' },
			{ json: '17' },
			{ id: 1 },
			{ id: 2 },
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
