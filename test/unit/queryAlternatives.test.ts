import { alternativeAt, queryAlternatives } from '../../nodes/shared/answers/queryRequest';
import { nodeTypes } from '../support/nodeTypes';

const S2V = '/minimalist/api/tywx/s2vQuery';
const pathsOf = (...given: Parameters<typeof queryAlternatives>) =>
	queryAlternatives(...given).map(({ endpoint }) => endpoint.path);

describe('where else tasks may be asked for', () => {
	it('is known of one operation once n8n has loaded the nodes, and not before', () => {
		expect(pathsOf('wanxiang', 'lipSyncSubmit')).toEqual([]);
		expect(alternativeAt('wanxiang', S2V)).toBeUndefined();
		nodeTypes();
		expect(pathsOf('wanxiang', 'lipSyncSubmit')).toEqual([
			S2V,
			'/minimalist/api/tywx/lipSyncQuery',
		]);
		expect(alternativeAt('wanxiang', S2V)).toMatchObject({ idField: 'taskId' });
	});

	it('holds for no other operation, and for no other source', () => {
		nodeTypes();
		for (const operation of [undefined, '', 'nothing', 'toString', '__proto__'])
			expect(pathsOf('wanxiang', operation)).toEqual([]);
		expect(pathsOf('wanxiang', 'wan25TextToVideoSubmit')).not.toContain(S2V);
		expect(pathsOf('userTask', 'lipSyncSubmit')).toEqual([]);
		expect(alternativeAt('userTask', S2V)).toBeUndefined();
	});

	it('is the same for all tasks where the source says it', () => {
		const ofSource = pathsOf('jimengVideo');
		expect(ofSource).toHaveLength(2);
		expect(pathsOf('jimengVideo', 'seedance1FirstLastFrame')).toEqual(ofSource);
	});
});
