import { submitOperation } from '../../shared/operation/operation';
import { optionalPrompt, resolution, duration } from '../../shared/operation/common';
import { imageUrl } from '../../shared/operation/commonMedia';
import { choice, text } from '../../shared/operation/scalarFields';
import { required, inForm } from '../../shared/operation/field';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import { tool } from '../../shared/answers/endpoints';
import * as words from '../../shared/words/operations';

/** Reference 12. `async` makes it a task; without it, the request would last as long as the work. */
export const viduImageToVideo = submitOperation({
	value: 'viduImageToVideo',
	resource: 'video',
	title: 'VIDU image to video',
	summary: 'Make a video from an image and a text with VIDU',
	action: 'Generate video from image: VIDU',
	section: '12',
	evidence: { path: 'B', body: 'B', response: 'B' },
	official: false,
	endpoint: tool('/image-to-video/vira/createImage2Video'),
	taskSource: 'toolTask',
	fields: {
		imageUrl: required(imageUrl()),
		prompt: inForm(optionalPrompt()),
		duration: duration({ min: 4, max: 8, taken: 4, hint: '4 or 8 seconds', placeholder: 'e.g. 8' }),
		resolution: resolution(['720p'], '720p'),
		movementAmplitude: choice({
			label: 'Movement Amplitude',
			default: 'auto',
			values: ['auto', 'small', 'medium', 'large'],
			description: 'How much movement the video has',
		}),
		fileName: text({
			label: 'File Name',
			placeholder: 'e.g. sunset',
			description: 'Name of the result file',
		}),
	},
	toBody: (p) => {
		if (p.duration !== undefined && p.duration !== 4 && p.duration !== 8)
			throw new ParameterProblem('Duration', words.isNoneOfNumbers(p.duration, [4, 8]));
		return {
			imageUrl: p.imageUrl,
			prompt: p.prompt,
			async: true,
			duration: p.duration,
			resolution: p.resolution,
			movementAmplitude: p.movementAmplitude,
			fileName: p.fileName,
		};
	},
});
