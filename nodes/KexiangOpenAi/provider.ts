import { providerForm } from '../shared/operation/form';
import { queryOperation } from '../shared/operation/operation';
import type { Provider } from '../shared/run/execute';
import {
	gptImage25Submit,
	gptImage2ChannelSubmit,
	kImage2OfficialSubmit,
} from './operations/gptImage';

/** Reference 10.2; the channel version and GPT-Image-2.5 are polled at the same path. */
export const kImage2OfficialQuery = queryOperation({
	value: 'kImage2OfficialQuery',
	title: 'KImage2-official任务查询',
	summary: 'Poll a task of any GPT image model once for its state and result',
	action: 'Get result: KImage2 (Official)',
	section: '10.2',
	evidence: { path: 'C', body: 'A', response: 'A' },
	taskSource: 'userTask',
});

/** Group KopenAI of the official list, and what the vendor offers in addition. */
export const openAi: Provider = {
	name: 'Kexiang OpenAI',
	operations: [
		kImage2OfficialSubmit,
		kImage2OfficialQuery,
		gptImage2ChannelSubmit,
		gptImage25Submit,
	],
};

export const openAiForm = () => providerForm(openAi.operations);
