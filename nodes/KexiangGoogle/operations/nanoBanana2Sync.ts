import { syncOperation } from '../../shared/operation/operation';
import { tool } from '../../shared/answers/endpoints';
import { kbananaChannelBody, kbananaChannelFields } from './kbananaChannel';

/** Reference 5.2 and 12: the route that the vendor's own client uses (B). */
export const nanoBanana2Sync = syncOperation({
	value: 'nanoBanana2Sync',
	name: 'Generate Image at Once: Nano Banana 2',
	title: 'Nano Banana 2 (synchronous)',
	summary:
		'Make or edit a picture with Gemini 3.1 Flash Image over the cheaper channel and wait for it, up to 10 minutes',
	action: 'Generate image at once with Nano Banana 2',
	section: '12',
	official: false,
	evidence: { path: 'B', body: 'B', response: 'B' },
	endpoint: tool('/imgEditNB2'),
	fields: kbananaChannelFields,
	toBody: kbananaChannelBody,
});
