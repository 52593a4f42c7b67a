import { queryOperation } from '../../shared/operation/operation';

/** Reference 10.2; the channel version and GPT-Image-2.5 are asked for at the same address. */
export const kImage2OfficialQuery = queryOperation({
	value: 'kImage2OfficialQuery',
	name: 'Get Result: KImage2 (Official)',
	title: 'KImage2-official任务查询',
	summary: 'Ask once for the state and result of a task of any GPT image model',
	action: 'Get result of KImage2 official task',
	section: '10.2',
	evidence: { path: 'C', body: 'A', response: 'A' },
	taskSource: 'userTask',
});
