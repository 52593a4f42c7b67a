import { submitOperation } from '../../shared/operation/operation';
import { tool } from '../../shared/answers/endpoints';
import { kbananaChannelBody, kbananaChannelFields } from './kbananaChannel';

/** Reference 5.2: POST is A, the path is D. */
export const kbanana2ChannelSubmit = submitOperation({
	value: 'kbanana2ChannelSubmit',
	name: 'Generate Image: Kbanana 2 (Channel)',
	title: 'Kbanana2-渠道版任务提交',
	summary: 'Make or edit a picture with Gemini 3.1 Flash Image over the cheaper channel',
	action: 'Generate image with Kbanana 2 channel version',
	section: '5.2',
	typicalSeconds: { guessed: 120 },
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/imgEditNB2Async'),
	taskSource: 'kbananaChannel',
	fields: kbananaChannelFields,
	toBody: kbananaChannelBody,
});
