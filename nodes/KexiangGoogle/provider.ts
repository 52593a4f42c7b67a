import { providerForm } from '../shared/operation/form';
import { queryOperation } from '../shared/operation/operation';
import type { Provider } from '../shared/run/execute';
import {
	kbanana2ChannelSubmit,
	kbananaProChannelSubmit,
	nanoBanana2Sync,
} from './operations/kbananaChannel';
import { kbanana2OfficialSubmit, kbananaProOfficialSubmit } from './operations/kbananaOfficial';
import { kggOmniSubmit } from './operations/kggOmniSubmit';

/** Reference 5.6: the only page of the official documentation that we have. */
export const kbananaOfficialQuery = queryOperation({
	value: 'kbananaOfficialQuery',
	title: 'Kbanana-official结果查询',
	summary: 'Poll a Kbanana (Official) task once for its state and result',
	action: 'Get result: Kbanana (Official)',
	section: '5.6',
	evidence: { path: 'A', body: 'A', response: 'A' },
	taskSource: 'userTask',
});

/** Reference 5.3: POST is A, the path is D. */
export const kbananaChannelQuery = queryOperation({
	value: 'kbananaChannelQuery',
	title: 'Kbanana-渠道版任务查询',
	summary: 'Poll a Kbanana (Channel) task once for its state and result',
	action: 'Get result: Kbanana (Channel)',
	section: '5.3',
	evidence: { path: 'D', body: 'D', response: 'D' },
	taskSource: 'kbananaChannel',
});

/** Group GG of the official list, and what the vendor offers in addition. */
export const google: Provider = {
	name: 'Kexiang Google',
	operations: [
		kbananaProChannelSubmit,
		kbanana2ChannelSubmit,
		kbananaChannelQuery,
		kbanana2OfficialSubmit,
		kbananaProOfficialSubmit,
		kbananaOfficialQuery,
		nanoBanana2Sync,
		kggOmniSubmit,
	],
};

export const googleForm = () => providerForm(google.operations);
