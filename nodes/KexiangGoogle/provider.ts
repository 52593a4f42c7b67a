import type { Provider } from '../shared/run/execute';
import { kbanana2ChannelSubmit } from './operations/kbanana2ChannelSubmit';
import { kbanana2OfficialSubmit } from './operations/kbanana2OfficialSubmit';
import { kbananaProChannelSubmit } from './operations/kbananaProChannelSubmit';
import { kbananaProOfficialSubmit } from './operations/kbananaProOfficialSubmit';
import { kggOmniSubmit } from './operations/kggOmniSubmit';
import { nanoBanana2Sync } from './operations/nanoBanana2Sync';
import { kbananaChannelQuery, kbananaOfficialQuery } from './operations/queries';

/** Group GG of the official list, and what the vendor offers beside it. */
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
