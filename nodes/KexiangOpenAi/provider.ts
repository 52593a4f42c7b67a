import type { Provider } from '../shared/run/execute';
import { gptImage25Submit } from './operations/gptImage25Submit';
import { gptImage2ChannelSubmit } from './operations/gptImage2ChannelSubmit';
import { kImage2OfficialSubmit } from './operations/kImage2OfficialSubmit';
import { kImage2OfficialQuery } from './operations/queries';

/** Group KopenAI of the official list, and what the vendor offers beside it. */
export const openAi: Provider = {
	name: 'Kexiang OpenAI',
	operations: [
		kImage2OfficialSubmit,
		kImage2OfficialQuery,
		gptImage2ChannelSubmit,
		gptImage25Submit,
	],
};
