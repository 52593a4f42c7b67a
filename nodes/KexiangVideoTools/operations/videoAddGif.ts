import { syncOperation } from '../../shared/operation/operation';
import { required } from '../../shared/operation/field';
import { url } from '../../shared/operation/mediaFields';
import { tool } from '../../shared/answers/endpoints';
import { overlayFields } from './overlay';

/** Reference 2.9: it answers with the video or with a trace id. */
export const videoAddGif = syncOperation({
	value: 'videoAddGif',
	resource: 'video',
	name: 'Add GIF Sticker to Video',
	title: 'videoAddGif(视频添加GIF贴纸)',
	summary: 'Lay an animated sticker over a video',
	action: 'Add animated GIF sticker to video',
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
				description: 'Public URL of the sticker',
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
