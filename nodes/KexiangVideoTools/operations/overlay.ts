import { videoUrl } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { number } from '../../shared/operation/scalarFields';

const pixels = (label: string, description: string, placeholder: string, min?: number) =>
	number({
		label,
		description,
		placeholder,
		hint: 'Pixels',
		integer: true,
		...(min !== undefined && { min }),
	});

/** Where and when something is laid over a video (reference 2.9, and 12, picture in picture). */
export const overlayFields = {
	videoUrl: required(videoUrl()),
	startTime: number({
		label: 'Start Time',
		description: 'Second of the video at which it appears',
		min: 0,
		unit: 'seconds',
		default: 0,
		precision: 1,
	}),
	displayDuration: number({
		label: 'Display Duration',
		description: 'How many seconds it is shown',
		min: 0.1,
		unit: 'seconds',
		default: 4,
		precision: 1,
	}),
	x: pixels('X', 'Distance from the left edge of the video, in pixels', 'e.g. 20'),
	y: pixels('Y', 'Distance from the upper edge of the video, in pixels', 'e.g. 20'),
	width: pixels('Width', 'Width in pixels', 'e.g. 200', 1),
	height: pixels('Height', 'Height in pixels', 'e.g. 200', 1),
};
