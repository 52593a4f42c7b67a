import { syncOperation } from '../../shared/operation/operation';
import { videoUrl } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { number } from '../../shared/operation/scalarFields';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import { tool } from '../../shared/answers/endpoints';
import * as words from '../../shared/words/operations';

const percent = (label: string, description: string, value: number) =>
	number({ label, description, min: 0, max: 100, unit: 'percent', default: value });

/** Reference 2.4. */
export const videoCutRandom = syncOperation({
	value: 'videoCutRandom',
	resource: 'video',
	title: 'videoCutRandom(视频片段获取)',
	summary: 'Get a clip from a video, with start and end in percent of its length',
	action: 'Cut clip from video',
	section: '2.4',
	docId: 342940124,
	evidence: { path: 'B', body: 'B', response: 'D' },
	endpoint: tool('/video/cut'),
	fields: {
		videoUrl: required(videoUrl()),
		startPercent: percent(
			'Start (%)',
			'Where the clip starts, in percent of the length of the video',
			0,
		),
		endPercent: percent(
			'End (%)',
			'Where the clip ends, in percent of the length of the video',
			100,
		),
	},
	toBody: (p) => {
		const { startPercent: start, endPercent: end } = p;
		if ((start ?? 0) >= (end ?? 100)) {
			throw new ParameterProblem(
				'End (%)',
				words.isNotAfterStart(end ?? 100, start ?? 0),
				words.bothArePercent(),
			);
		}
		return { videoUrl: p.videoUrl, startPlace: start, endPlace: end };
	},
});
