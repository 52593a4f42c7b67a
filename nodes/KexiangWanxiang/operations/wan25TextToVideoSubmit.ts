import { tool } from '../../shared/answers/endpoints';
import {
	duration,
	GENERATE_AUDIO,
	negativePrompt,
	prompt,
	seed,
	size,
	watermark,
} from '../../shared/operation/common';
import { audioUrl } from '../../shared/operation/commonMedia';
import { inForm } from '../../shared/operation/field';
import { flag, onOff } from '../../shared/operation/scalarFields';
import { submitOperation } from '../../shared/operation/operation';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import * as words from '../../shared/words/operations';

// prettier-ignore
const SIZES = [
	'832*480', '480*832', '624*624',
	'1280*720', '720*1280', '960*960', '1088*832', '832*1088',
	'1920*1080', '1080*1920', '1440*1440', '1632*1248', '1248*1632',
] as const;

/** Reference 9.6. */
export const wan25TextToVideoSubmit = submitOperation({
	value: 'wan25TextToVideoSubmit',
	title: '文生视频-wan2.5',
	summary: 'Make a video from text, with generated audio or your own',
	action: 'Generate video: Wan 2.5',
	section: '9.6',
	typicalSeconds: { guessed: 240 },
	evidence: { path: 'D', body: 'D', response: 'D' },
	taskSource: 'wanxiang',
	endpoint: tool('/tywx/wan25T2v'),
	alternatives: [tool('/tywx/text2video'), tool('/tywx/t2v')],
	// Reference 9.7, D.
	queryAlternatives: [
		{ endpoint: tool('/tywx/wan25T2vQuery'), idField: 'taskId' },
		{ endpoint: tool('/tywx/task/{id}', 'GET') },
	],
	fields: {
		prompt: prompt({ maxLength: 2000 }),
		negativePrompt: negativePrompt(500),
		audioUrl: inForm(
			audioUrl({
				description: 'Audio file to use in the video',
				types: ['wav', 'mp3'],
				maxMb: 15,
				minSeconds: 3,
				maxSeconds: 30,
				grade: 'D',
				hint: 'optional',
			}),
		),
		size: size(SIZES, { likely: '1920*1080' }),
		duration: duration({
			min: 5,
			max: 10,
			taken: { likely: 5 },
			hint: '5 or 10 seconds',
		}),
		promptExtend: flag({
			label: 'Extend Prompt',
			description: 'Whether the platform may add details to the prompt',
			default: true,
		}),
		generateAudio: onOff({
			...GENERATE_AUDIO,
			description: 'Whether to generate audio if Audio URL is empty',
			on: true,
			off: false,
			taken: { likely: 'On' },
		}),
		watermark: watermark(false),
		seed: seed(0),
	},
	toBody(p) {
		if (p.duration !== undefined && p.duration !== 5 && p.duration !== 10)
			throw new ParameterProblem('Duration', words.isNoneOfNumbers(p.duration, [5, 10]));
		return {
			prompt: p.prompt,
			negative_prompt: p.negativePrompt,
			audio_url: p.audioUrl,
			size: p.size,
			duration: p.duration,
			prompt_extend: p.promptExtend,
			audio: p.generateAudio,
			watermark: p.watermark,
			seed: p.seed,
		};
	},
});
