import { tool } from '../../shared/answers/endpoints';
import { required } from '../../shared/operation/field';
import { url } from '../../shared/operation/mediaFields';
import { submitOperation } from '../../shared/operation/operation';
import { number, text } from '../../shared/operation/scalarFields';
import { overlayFields } from './overlay';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import * as words from '../../shared/words/operations';

const animation = (when: string) => ({
	name: text({
		label: `${when} Animation`,
		description: `Name of the ${when.toLowerCase()} animation, as the platform documents it`,
	}),
	duration: number({
		label: `${when} Animation Duration`,
		description: 'How many seconds the animation takes',
		min: 0.1,
		unit: 'seconds',
		default: 1,
		precision: 1,
	}),
});
const entry = animation('Entry');
const exit = animation('Exit');

/** Reference 12. */
export const pictureInPicture = submitOperation({
	value: 'pictureInPicture',
	resource: 'video',
	name: 'Add Picture in Picture',
	title: 'Picture in picture',
	summary: 'Lay a picture or a logo over a video for some seconds',
	action: 'Add picture in picture to video',
	section: '12',
	evidence: { path: 'B', body: 'B', response: 'B' },
	official: false,
	endpoint: tool('/volcengine/video/merge/img'),
	taskSource: 'pictureInPicture',
	fields: {
		...overlayFields,
		overlayUrl: required(
			url({
				kind: 'image',
				label: 'Overlay URL',
				description: 'Public URL of the picture to lay over the video',
			}),
		),
		entryAnimation: entry.name,
		entryAnimationDuration: entry.duration,
		exitAnimation: exit.name,
		exitAnimationDuration: exit.duration,
	},
	toBody: (p) => ({
		videoUrl: p.videoUrl,
		mUrl: p.overlayUrl,
		mStartTime: p.startTime,
		mDuration: p.displayDuration,
		mXY: pointOf(p.x, p.y),
		Width: p.width,
		Height: p.height,
		mEntrAnimo: p.entryAnimation,
		mEntrAniDuration: p.entryAnimationDuration,
		mExitAnimo: p.exitAnimation,
		mExitAniDuration: p.exitAnimationDuration,
	}),
});

/** The platform takes both or none. */
function pointOf(x: number | undefined, y: number | undefined): number[] | undefined {
	if (x === undefined && y === undefined) return undefined;
	if (x !== undefined && y !== undefined) return [x, y];
	const [label, other] = x === undefined ? ['X', 'Y'] : ['Y', 'X'];
	throw new ParameterProblem(label, words.isNotSetBeside(other), words.setBothOrNone());
}
