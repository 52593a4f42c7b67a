import { tool } from '../../shared/answers/endpoints';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import { videoUrl } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { url } from '../../shared/operation/mediaFields';
import { submitOperation, syncOperation } from '../../shared/operation/operation';
import { number, text } from '../../shared/operation/scalarFields';
import * as words from '../../shared/words/operations';

const pixels = (label: string, description: string, placeholder: string, min?: number) =>
	number({
		label,
		description,
		placeholder,
		hint: 'Pixels',
		integer: true,
		...(min !== undefined && { min }),
	});

/** Where and when to show an overlay on a video (reference 2.9, and 12, picture in picture). */
const overlayFields = {
	videoUrl: required(videoUrl()),
	startTime: number({
		label: 'Start Time',
		description: 'When the overlay appears, in seconds from the start of the video',
		min: 0,
		unit: 'seconds',
		default: 0,
		precision: 1,
	}),
	displayDuration: number({
		label: 'Display Duration',
		description: 'How many seconds to show the overlay',
		min: 0.1,
		unit: 'seconds',
		default: 4,
		precision: 1,
	}),
	x: pixels('X', 'Distance from the left edge of the video, in pixels', 'e.g. 20'),
	y: pixels('Y', 'Distance from the top edge of the video, in pixels', 'e.g. 20'),
	width: pixels('Width', 'Width of the overlay, in pixels', 'e.g. 200', 1),
	height: pixels('Height', 'Height of the overlay, in pixels', 'e.g. 200', 1),
};

/** Reference 2.9: the response holds the video or a trace id. */
export const videoAddGif = syncOperation({
	value: 'videoAddGif',
	resource: 'video',
	title: 'videoAddGif(视频添加GIF贴纸)',
	summary: 'Add an animated sticker to a video',
	action: 'Add GIF sticker to video',
	section: '2.9',
	docId: 342940129,
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/video/add-gif'),
	alternatives: [tool('/video/addGif')],
	taskSource: 'toolTask',
	fields: {
		...overlayFields,
		gifUrl: required(
			url({
				kind: 'image',
				label: 'GIF URL',
				description: 'Animated image to use as the sticker',
				placeholder: 'e.g. https://example.com/1.gif or data',
			}),
		),
	},
	toBody: (p) => ({
		videoUrl: p.videoUrl,
		gifUrl: p.gifUrl,
		startTime: p.startTime,
		duration: p.displayDuration,
		x: p.x,
		y: p.y,
		width: p.width,
		height: p.height,
	}),
});

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
	title: 'Picture in picture',
	summary: 'Show an image or a logo on top of a video for some seconds',
	action: 'Add picture in picture',
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
				description: 'Image to show on top of the video',
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

/** The platform accepts both or none. */
function pointOf(x: number | undefined, y: number | undefined): number[] | undefined {
	if (x === undefined && y === undefined) return undefined;
	if (x !== undefined && y !== undefined) return [x, y];
	const [label, other] = x === undefined ? ['X', 'Y'] : ['Y', 'X'];
	throw new ParameterProblem(label, words.isNotSetBeside(other), words.setBothOrNone());
}
