import { providerForm } from '../shared/operation/form';
import { linkOperation, queryOperation } from '../shared/operation/operation';
import type { Provider } from '../shared/run/execute';
import { imgs2video, imgs2videoLite, imgToVideo, video2video } from './operations/composeVideo';
import { markdownCard } from './operations/markdownCard';
import { pictureInPicture, videoAddGif } from './operations/overlay';
import {
	longVideoTextExtract,
	shortVideoTextExtract,
	subtitleRecognition,
	videoDuration,
	videoFrames,
} from './operations/readVideo';
import { videoAddAudio } from './operations/videoAddAudio';
import { videoAddSubtitle } from './operations/videoAddSubtitle';
import { videoCutRandom } from './operations/videoCutRandom';
import { viduImageToVideo } from './operations/viduImageToVideo';

/** Reference 2.8. */
export const subTaskFetch = queryOperation({
	value: 'subTaskFetch',
	resource: 'subtitle',
	title: 'subTaskFetch(为视频添加字幕任务查询)',
	summary: 'Poll a subtitle task once for its state and result',
	action: 'Get result: subtitles',
	section: '2.8',
	docId: 355190704,
	evidence: { path: 'B', body: 'B', response: 'C-' },
	taskSource: 'toolTask',
});

/** Reference 4.3. */
export const longVideoTextExtractResult = queryOperation({
	value: 'longVideoTextExtractResult',
	resource: 'transcript',
	title: '长视频文案提取查询',
	summary: 'Poll a long video task once for its state and text',
	action: 'Get result: long video',
	section: '4.3',
	docId: 356729281,
	evidence: { path: 'C-', body: 'C-', response: 'C-' },
	taskSource: 'toolTask',
});

/** Reference 12. */
export const pictureInPictureQuery = queryOperation({
	value: 'pictureInPictureQuery',
	resource: 'video',
	title: 'Picture in picture query',
	summary: 'Poll a picture in picture task once for its state and result',
	action: 'Get result: picture in picture',
	section: '12',
	evidence: { path: 'B', body: 'B', response: 'B' },
	official: false,
	taskSource: 'pictureInPicture',
});

/** Not a service of the platform: it does what media fields do by themselves, for anything that has no such field. */
export const filePublicUrl = linkOperation({
	value: 'filePublicUrl',
	resource: 'file',
	summary:
		'Make a temporary public URL for a file of the item, to use in a custom request or another node, or to open it; the URL fields of the Kexiang nodes accept files directly',
	action: 'Get public URL of file',
});

/** Groups 视频合成, 字幕识别 and 文案提取 of the official list, and the vendor's other video tools. */
export const videoTools: Provider = {
	name: 'Kexiang Video Tools',
	operations: [
		imgs2video,
		imgs2videoLite,
		video2video,
		videoCutRandom,
		videoDuration,
		videoFrames,
		videoAddSubtitle,
		subTaskFetch,
		videoAddGif,
		imgToVideo,
		videoAddAudio,
		subtitleRecognition,
		shortVideoTextExtract,
		longVideoTextExtract,
		longVideoTextExtractResult,
		viduImageToVideo,
		pictureInPicture,
		pictureInPictureQuery,
		markdownCard,
		filePublicUrl,
	],
};

export const videoToolsForm = () => providerForm(videoTools.operations);
