import { submitOperation } from '../../shared/operation/operation';
import { tool } from '../../shared/answers/endpoints';
import { kbananaChannelBody, kbananaChannelFields } from './kbananaChannel';

/** Reference 5.1: POST is A, the path is D. */
export const kbananaProChannelSubmit = submitOperation({
	value: 'kbananaProChannelSubmit',
	name: 'Generate Image: Kbanana Pro (Channel)',
	title: 'KbananaPro-渠道版任务提交',
	summary: 'Make or edit a picture with Gemini 3 Pro Image over the cheaper channel',
	action: 'Generate image with Kbanana Pro channel version',
	section: '5.1',
	typicalSeconds: { guessed: 120 },
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/imgEditNBProAsync'),
	taskSource: 'kbananaChannel',
	fields: kbananaChannelFields,
	toBody: kbananaChannelBody,
});
