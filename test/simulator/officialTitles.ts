import { list } from '../support/rows';

/** The platform's own list of endpoints, in its order, typed from its official page. */
export const OFFICIAL_TITLES = list`
	imgs2video(图片数组合成视频) imgs2video_lite(单图合成视频) video2video(视频合成视频)
	videoCutRandom(视频片段获取) videoDuration(获取视频时长) videoFrames(视频截帧)
	videoAddSubtitle(为视频添加字幕) subTaskFetch(为视频添加字幕任务查询)
	videoAddGif(视频添加GIF贴纸) imgToVideo(单张图片合成视频) videoAddAudio(为视频添加音频)
	字幕识别 短视频文案提取 长视频文案提取 长视频文案提取查询 KbananaPro-渠道版任务提交
	Kbanana2-渠道版任务提交 Kbanana-渠道版任务查询 Kbanana2-official-任务提交
	KbananaPro-official-任务提交 Kbanana-official结果查询 Seedance1.0-首尾帧 豆包文生图3.0
	豆包图片编辑3.0 豆包图片生成4.5 seedance2.0视频生成 seedance2.0视频生成查询
	seedance2.0素材审核提交 seedance2.0素材审核查询 即梦视频生成任务查询 视频特效
	视频特效任务查询 视频风格化 视频风格化任务查询 Z-image 视频换人 视频换人查询 数字人-对口型
	数字人-对口型查询 文生视频-wan2.5 文生视频-wan2.5查询 KImage2-official任务创建
	KImage2-official任务查询 Kling-V3 Kling-V3-omni-文生视频 Kling-V3-omni-图生视频
	Kling-V3-omni-首尾帧生视频 Kling-V3-omni-全能参考 Kling-V3-动作控制 Kling结果查询
`;
