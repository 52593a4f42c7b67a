import { queryOperation } from '../../shared/operation/operation';

/** Reference 11.7. */
export const klingQuery = queryOperation({
	value: 'klingQuery',
	name: 'Get Result: Kling',
	title: 'Kling结果查询',
	summary: 'Ask once for the state and result of a Kling task',
	action: 'Get result of Kling task',
	section: '11.7',
	evidence: { path: 'C', body: 'A', response: 'A' },
	taskSource: 'userTask',
});
