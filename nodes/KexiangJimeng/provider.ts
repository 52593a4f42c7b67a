import { providerForm } from '../shared/operation/form';
import { queryOperation } from '../shared/operation/operation';
import type { Provider } from '../shared/run/execute';

/** Reference 7.1. Its submission has no page; it is probably Seedance 1.0, whose query has none. */
export const jimengVideoQuery = queryOperation({
	value: 'jimengVideoQuery',
	title: '即梦视频生成任务查询',
	summary: 'Poll a Jimeng video task once for its state and result',
	action: 'Get result: Jimeng video',
	section: '7.1',
	typicalSeconds: { guessed: 240 },
	evidence: { path: 'D', body: 'D', response: 'D' },
	taskSource: 'jimengVideo',
});

/** Group 即梦 of the official list, which holds only a query. */
export const jimeng: Provider = {
	name: 'Kexiang Jimeng',
	operations: [jimengVideoQuery],
};

export const jimengForm = () => providerForm(jimeng.operations);
