import type { Provider } from '../shared/run/execute';
import { filePublicUrl } from './operations/filePublicUrl';
import { imgs2video } from './operations/imgs2video';
import { imgs2videoLite } from './operations/imgs2videoLite';
import { imgToVideo } from './operations/imgToVideo';
import { longVideoTextExtract } from './operations/longVideoTextExtract';
import { markdownCard } from './operations/markdownCard';
import { pictureInPicture } from './operations/pictureInPicture';
import {
	longVideoTextExtractResult,
	pictureInPictureQuery,
	subTaskFetch,
} from './operations/queries';
import { shortVideoTextExtract } from './operations/shortVideoTextExtract';
import { subtitleRecognition } from './operations/subtitleRecognition';
import { video2video } from './operations/video2video';
import { videoAddAudio } from './operations/videoAddAudio';
import { videoAddGif } from './operations/videoAddGif';
import { videoAddSubtitle } from './operations/videoAddSubtitle';
import { videoCutRandom } from './operations/videoCutRandom';
import { videoDuration } from './operations/videoDuration';
import { videoFrames } from './operations/videoFrames';
import { viduImageToVideo } from './operations/viduImageToVideo';

/** Groups 视频合成, 字幕识别 and 文案提取 of the official list, and the vendor's further video tools. */
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
