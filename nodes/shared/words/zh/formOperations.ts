/**
 * Operations: the name of each, its action in the node panel, and what it does.
 * The name is the platform's own title, letter by letter. Where the title alone does not say what is made, a verb stands
 * before it: `生成图片：KbananaPro-official-任务提交`. The description does not repeat the title.
 */
export const OPERATIONS: Readonly<Record<string, string>> = {
	// Custom Request
	'Call Path': '自定义接口',
	'Call path': '自定义接口',
	'Call any path of the platform with the key of the credential (自定义接口)':
		'用凭证里的密钥调用平台的任意接口',
	'Create Task': '自定义任务',
	'Create task': '自定义任务',
	'Create a task of any model of the task API (自定义任务)': '用任务接口的任意模型创建任务',

	// Google
	'Generate Image at Once: Nano Banana 2': '生成图片：Nano Banana 2（同步）',
	'Generate image at once: Nano Banana 2': '生成图片：Nano Banana 2（同步）',
	'Make or edit an image with Gemini 3.1 Flash Image via the cheaper channel, and wait up to 10 minutes for it':
		'用 Gemini 3.1 Flash Image 生成或编辑图片，走更便宜的渠道，最长等 10 分钟',
	'Generate Image: Kbanana 2 (Channel)': '生成图片：Kbanana2-渠道版任务提交',
	'Generate image: Kbanana 2 (Channel)': '生成图片：Kbanana2-渠道版任务提交',
	'Make or edit an image with Gemini 3.1 Flash Image via the cheaper channel (Kbanana2-渠道版任务提交)':
		'用 Gemini 3.1 Flash Image 生成或编辑图片，走更便宜的渠道',
	'Generate Image: Kbanana 2 (Official)': '生成图片：Kbanana2-official-任务提交',
	'Generate image: Kbanana 2 (Official)': '生成图片：Kbanana2-official-任务提交',
	'Make or edit an image with Gemini 3.1 Flash Image (Kbanana2-official-任务提交)':
		'用 Gemini 3.1 Flash Image 生成或编辑图片',
	'Generate Image: Kbanana Pro (Channel)': '生成图片：KbananaPro-渠道版任务提交',
	'Generate image: Kbanana Pro (Channel)': '生成图片：KbananaPro-渠道版任务提交',
	'Make or edit an image with Gemini 3 Pro Image via the cheaper channel (KbananaPro-渠道版任务提交)':
		'用 Gemini 3 Pro Image 生成或编辑图片，走更便宜的渠道',
	'Generate Image: Kbanana Pro (Official)': '生成图片：KbananaPro-official-任务提交',
	'Generate image: Kbanana Pro (Official)': '生成图片：KbananaPro-official-任务提交',
	'Make or edit an image with Gemini 3 Pro Image (KbananaPro-official-任务提交)':
		'用 Gemini 3 Pro Image 生成或编辑图片',
	'Generate Video: KGG Omni': '生成视频：KGG-Omni',
	'Generate video: KGG Omni': '生成视频：KGG-Omni',
	'Make a video from text or references with Google Omni':
		'用 Google Omni 根据文字或参考素材生成视频',
	'the names of its modes are not confirmed': '各模式在平台上的名称尚未确认',
	'Get Result: Kbanana (Channel)': 'Kbanana-渠道版任务查询',
	'Get result: Kbanana (Channel)': 'Kbanana-渠道版任务查询',
	'Poll a Kbanana (Channel) task once for its state and result (Kbanana-渠道版任务查询)':
		'查询一次 Kbanana（渠道版）任务的状态和结果',
	'Get Result: Kbanana (Official)': 'Kbanana-official结果查询',
	'Get result: Kbanana (Official)': 'Kbanana-official结果查询',
	'Poll a Kbanana (Official) task once for its state and result (Kbanana-official结果查询)':
		'查询一次 Kbanana（官方版）任务的状态和结果',

	// Hunyuan
	'Generate Video Effect: Hunyuan': '视频特效',
	'Generate video effect: Hunyuan': '视频特效',
	'Make a short video with an effect, such as a hug, from one or two images (视频特效)':
		'用一张或两张图片生成带特效的短视频，例如拥抱',
	'Get Result: Hunyuan Video Effect': '视频特效任务查询',
	'Get result: Hunyuan video effect': '视频特效任务查询',
	'Poll a video effect task once for its state and result (视频特效任务查询)':
		'查询一次视频特效任务的状态和结果',
	'Stylize Video: Hunyuan': '视频风格化',
	'Stylize video: Hunyuan': '视频风格化',
	'Redraw a video as anime, cartoon or pixel art (视频风格化)': '把视频重绘成动漫、卡通或像素风格',
	'Get Result: Hunyuan Video Stylization': '视频风格化任务查询',
	'Get result: Hunyuan video stylization': '视频风格化任务查询',
	'Poll a video stylization task once for its state and result (视频风格化任务查询)':
		'查询一次视频风格化任务的状态和结果',

	// Jimeng
	'Get Result: Jimeng Video': '即梦视频生成任务查询',
	'Get result: Jimeng video': '即梦视频生成任务查询',
	'Poll a Jimeng video task once for its state and result (即梦视频生成任务查询)':
		'查询一次即梦视频任务的状态和结果',

	// Kling
	'Generate Video from First and Last Frame: Kling V3 Omni': 'Kling-V3-omni-首尾帧生视频',
	'Generate video from first and last frame: Kling V3 Omni': 'Kling-V3-omni-首尾帧生视频',
	'Make a video that starts with one image and ends with another (Kling-V3-omni-首尾帧生视频)':
		'生成从首帧过渡到尾帧的视频',
	'Generate Video from Images: Kling V3 Omni': 'Kling-V3-omni-图生视频',
	'Generate video from images: Kling V3 Omni': 'Kling-V3-omni-图生视频',
	'Make a video from one to seven images (Kling-V3-omni-图生视频)': '用一到七张图片生成视频',
	'Generate Video from References: Kling V3 Omni': 'Kling-V3-omni-全能参考',
	'Generate video from references: Kling V3 Omni': 'Kling-V3-omni-全能参考',
	'Make a video from reference images, a reference video, or both, or edit a video (Kling-V3-omni-全能参考)':
		'用参考图、参考视频或两者一起生成视频，也可编辑视频',
	'Generate Video from Text: Kling V3 Omni': 'Kling-V3-omni-文生视频',
	'Generate video from text: Kling V3 Omni': 'Kling-V3-omni-文生视频',
	'Make a video from text (Kling-V3-omni-文生视频)': '根据文字生成视频',
	'Generate Video: Kling V3': '生成视频：Kling-V3',
	'Generate video: Kling V3': '生成视频：Kling-V3',
	'Make a video from text, from an image, or between a first and a last image (Kling-V3)':
		'根据文字、图片或首尾帧生成视频',
	'Transfer Motion: Kling V3': 'Kling-V3-动作控制',
	'Transfer motion: Kling V3': 'Kling-V3-动作控制',
	'Make the person in an image move like the person in a video (Kling-V3-动作控制)':
		'让图片中的人物做出视频中人物的动作',
	'Get Result: Kling': 'Kling结果查询',
	'Get result: Kling': 'Kling结果查询',
	'Poll a Kling task once for its state and result (Kling结果查询)':
		'查询一次 Kling 任务的状态和结果',

	// OpenAI
	'Generate Image: GPT-Image-2 (Channel)': '生成图片：GPT-Image-2 渠道版',
	'Generate image: GPT-Image-2 (Channel)': '生成图片：GPT-Image-2 渠道版',
	'Make or edit an image with GPT-Image-2 via the cheaper channel':
		'用 GPT-Image-2 生成或编辑图片，走更便宜的渠道',
	'Generate Image: GPT-Image-2.5': '生成图片：GPT-Image-2.5',
	'Generate image: GPT-Image-2.5': '生成图片：GPT-Image-2.5',
	'Make or edit an image with the successor of GPT-Image-2':
		'用 GPT-Image-2 的下一代模型生成或编辑图片',
	'Generate Image: KImage2 (Official)': '生成图片：KImage2-official任务创建',
	'Generate image: KImage2 (Official)': '生成图片：KImage2-official任务创建',
	'Make or edit an image with GPT-Image-2 (KImage2-official任务创建)':
		'用 GPT-Image-2 生成或编辑图片',
	'Get Result: KImage2 (Official)': 'KImage2-official任务查询',
	'Get result: KImage2 (Official)': 'KImage2-official任务查询',
	'Poll a task of any GPT image model once for its state and result (KImage2-official任务查询)':
		'查询一次 GPT 图片模型任务的状态和结果，各型号通用',

	// Video Tools: videos
	'Add Audio to Video': 'videoAddAudio(为视频添加音频)',
	'Add audio to video': 'videoAddAudio(为视频添加音频)',
	'Add audio to a video (videoAddAudio(为视频添加音频))': '给视频配上一段音频',
	'Add GIF Sticker to Video': 'videoAddGif(视频添加GIF贴纸)',
	'Add GIF sticker to video': 'videoAddGif(视频添加GIF贴纸)',
	'Add an animated sticker to a video (videoAddGif(视频添加GIF贴纸))': '给视频叠加一张动态贴纸',
	'Add Picture in Picture': '添加画中画',
	'Add picture in picture': '添加画中画',
	'Show an image or a logo on top of a video for some seconds': '在视频上叠加图片或 Logo，显示几秒',
	'Get Result: Picture in Picture': '画中画任务查询',
	'Get result: picture in picture': '画中画任务查询',
	'Poll a picture in picture task once for its state and result': '查询一次画中画任务的状态和结果',
	'Cut Clip from Video': 'videoCutRandom(视频片段获取)',
	'Cut clip from video': 'videoCutRandom(视频片段获取)',
	'Get a clip from a video, with start and end in percent of its length (videoCutRandom(视频片段获取))':
		'截取视频的一段，起点和终点按总时长的百分比填写',
	'Extract Frames from Video': 'videoFrames(视频截帧)',
	'Extract frames from video': 'videoFrames(视频截帧)',
	'Get frames of a video as images (videoFrames(视频截帧))': '从视频中截取画面，得到图片',
	'Generate Video from Image: VIDU': 'VIDU 图生视频',
	'Generate video from image: VIDU': 'VIDU 图生视频',
	'Make a video from an image and a text with VIDU': '用 VIDU 按提示词让图片动起来',
	'Get Video Duration': 'videoDuration(获取视频时长)',
	'Get video duration': 'videoDuration(获取视频时长)',
	'Get the length of a video (videoDuration(获取视频时长))': '获取视频的时长',
	'Make Video from Images': 'imgs2video(图片数组合成视频)',
	'Make video from images': 'imgs2video(图片数组合成视频)',
	'Make a slideshow video from several images, with voice-over and music (imgs2video(图片数组合成视频))':
		'把多张图片做成轮播视频，可加配音和音乐',
	'Make Video from One Image': 'imgToVideo(单张图片合成视频)',
	'Make video from one image': 'imgToVideo(单张图片合成视频)',
	'Make a still video from one image, with a given length or audio (imgToVideo(单张图片合成视频))':
		'用一张图片做静态视频，时长自定或跟随音频',
	'Make Video from One Image (Lite)': 'imgs2video_lite(单图合成视频)',
	'Make video from one image (Lite)': 'imgs2video_lite(单图合成视频)',
	'Make a still video from one image with audio (imgs2video_lite(单图合成视频))':
		'用一张图片和一段音频做静态视频',
	'Merge Videos': 'video2video(视频合成视频)',
	'Merge videos': 'video2video(视频合成视频)',
	'Merge videos into one, with voice-over, music, opening clip and closing clip (video2video(视频合成视频))':
		'把多段视频拼成一段，可加配音、音乐、片头和片尾',

	// Video Tools: subtitles, transcripts, images, files
	'Add Subtitles to Video': 'videoAddSubtitle(为视频添加字幕)',
	'Add subtitles to video': 'videoAddSubtitle(为视频添加字幕)',
	'Recognize the speech of a video and show it as subtitles (videoAddSubtitle(为视频添加字幕))':
		'识别视频里说的话，给画面加上字幕',
	'Get Result: Subtitles': 'subTaskFetch(为视频添加字幕任务查询)',
	'Get result: subtitles': 'subTaskFetch(为视频添加字幕任务查询)',
	'Poll a subtitle task once for its state and result (subTaskFetch(为视频添加字幕任务查询))':
		'查询一次添加字幕任务的状态和结果',
	'Recognize Subtitles': '字幕识别',
	'Recognize subtitles': '字幕识别',
	'Get the speech of a video as text with timestamps (字幕识别)':
		'把视频里说的话转成带时间轴的文字',
	'Extract Text from Long Video': '长视频文案提取',
	'Extract text from long video': '长视频文案提取',
	'Get the speech of a video of any length as text (长视频文案提取)':
		'把视频里说的话转成文字，时长不限',
	'Get Result: Long Video': '长视频文案提取查询',
	'Get result: long video': '长视频文案提取查询',
	'Poll a long video task once for its state and text (长视频文案提取查询)':
		'查询一次长视频文案提取的状态和文案',
	'Extract Text from Short Video': '短视频文案提取',
	'Extract text from short video': '短视频文案提取',
	'Get the speech of a video of up to 5 minutes as text (短视频文案提取)':
		'把 5 分钟以内的视频里说的话转成文字',
	'Make Image Cards from Markdown': 'Markdown 生成图片卡片',
	'Make image cards from Markdown': 'Markdown 生成图片卡片',
	'Make one or several image cards from Markdown text': '把 Markdown 文本做成一张或多张图片卡片',
	'Get Public URL of File': '获取文件的公网链接',
	'Get public URL of file': '获取文件的公网链接',
	'Make a temporary public URL for a file of the item, to use in a custom request or another node, or to open it':
		'为数据项里的文件生成限时公网链接，供 Kexiang Custom Request、其他节点使用，或用来展示',
	'the URL fields of the Kexiang nodes accept files directly':
		'Kexiang 节点的链接字段可直接填文件，不用这一步',

	// Volcengine
	'Edit Image: Doubao 3.0': '豆包图片编辑3.0',
	'Edit image: Doubao 3.0': '豆包图片编辑3.0',
	'Edit an image with a text prompt, using Doubao SeedEdit 3.0 (豆包图片编辑3.0)':
		'用豆包 SeedEdit 3.0 按提示词修改图片',
	'Generate Image: Doubao 3.0': '豆包文生图3.0',
	'Generate image: Doubao 3.0': '豆包文生图3.0',
	'Make an image from text with Doubao Seedream 3.0 (豆包文生图3.0)':
		'用豆包 Seedream 3.0 根据文字生成图片',
	'Generate Image: Doubao 4.5': '豆包图片生成4.5',
	'Generate image: Doubao 4.5': '豆包图片生成4.5',
	'Make or edit an image or a series of images with Doubao Seedream 4.5 (豆包图片生成4.5)':
		'用豆包 Seedream 4.5 生成或编辑图片，也可以生成组图',
	'Generate Image: Seedream 5': '生成图片：Seedream 5',
	'Generate image: Seedream 5': '生成图片：Seedream 5',
	'Make or edit an image with Doubao Seedream 5, and wait up to 10 minutes for it':
		'用豆包 Seedream 5 生成或编辑图片，最长等 10 分钟',
	'Generate Video from First and Last Frame: Seedance 1.0': '生成视频：Seedance1.0-首尾帧',
	'Generate video from first and last frame: Seedance 1.0': '生成视频：Seedance1.0-首尾帧',
	'Make a video that starts with one image and ends with another (Seedance1.0-首尾帧)':
		'生成从首帧过渡到尾帧的视频',
	'Generate Video: MiniMax H3': '生成视频：MiniMax-H3',
	'Generate video: MiniMax H3': '生成视频：MiniMax-H3',
	'Make a video from text, frames or references': '根据文字、首尾帧或参考素材生成视频',
	'Generate Video: Seedance 2.0': 'seedance2.0视频生成',
	'Generate video: Seedance 2.0': 'seedance2.0视频生成',
	'Make a video from text, a first frame, first and last frame, or references (seedance2.0视频生成)':
		'根据文字、首帧、首尾帧或参考素材生成视频',
	'Generate Video: Seedance 2.5': '生成视频：Seedance 2.5',
	'Generate video: Seedance 2.5': '生成视频：Seedance 2.5',
	'Make a video from text, frames or references with the successor of Seedance 2.0':
		'用 Seedance 2.0 的下一代模型，根据文字、首尾帧或参考素材生成视频',
	'Get Result: Seedance 2.0': 'seedance2.0视频生成查询',
	'Get result: Seedance 2.0': 'seedance2.0视频生成查询',
	'Poll a Seedance 2.0, Seedance 2.5 or MiniMax H3 task once for its state and result (seedance2.0视频生成查询)':
		'查询一次 Seedance 2.0、Seedance 2.5 或 MiniMax H3 任务的状态和结果',
	'Submit Asset for Review: Seedance 2.0': 'seedance2.0素材审核提交',
	'Submit asset for review: Seedance 2.0': 'seedance2.0素材审核提交',
	'Have an image, video or audio file reviewed, which Seedance requires for real people':
		'送审图片、视频或音频（Seedance 的真人素材必审）',
	'once it is accepted, use its assetUrl instead of the file (seedance2.0素材审核提交)':
		'过审后用 assetUrl 代替文件',
	'Get Asset Review Result: Seedance 2.0': 'seedance2.0素材审核查询',
	'Get asset review result: Seedance 2.0': 'seedance2.0素材审核查询',
	'Poll an asset review once for its result, by its numeric ID (seedance2.0素材审核查询)':
		'按素材的数字编号，查询一次是否过审',

	// Wait for Task
	'Get Status': '任务查询',
	'Get status': '任务查询',
	'Poll a task once for its state, and for its results if it has finished (任务查询)':
		'查询一次任务的状态，已完成时一并取回结果',
	'List Recent Tasks': '最近任务',
	'List recent tasks': '最近任务',
	'List the tasks accepted from this n8n process with this key in the last 24 hours, newest first (最近任务)':
		'列出这个 n8n 进程最近 24 小时用这个密钥提交成功的任务，最新的在前',
	'In queue mode, each process lists only its own': '队列模式下，每个进程只列自己的任务',
	'Wait for Completion': '等待完成',
	'Wait for completion': '等待完成',
	'Poll until a task has succeeded or failed, for all items together (等待任务完成)':
		'持续查询，直到任务成功或失败；所有数据项一起查询',

	// Wanxiang
	'Generate Image: Z-Image': '生成图片：Z-image',
	'Generate image: Z-Image': '生成图片：Z-image',
	'Make an image from text, and wait for it in the same request (Z-image)':
		'根据文字生成图片，提交后直接等到结果',
	'Generate Video: Wan 2.5': '文生视频-wan2.5',
	'Generate video: Wan 2.5': '文生视频-wan2.5',
	'Make a video from text, with generated audio or your own (文生视频-wan2.5)':
		'根据文字生成视频，声音可自动生成，也可用自己的音频',
	'Get Result: Wan 2.5': '文生视频-wan2.5查询',
	'Get result: Wan 2.5': '文生视频-wan2.5查询',
	'Poll a Wan 2.5 video task once for its state and result (文生视频-wan2.5查询)':
		'查询一次 Wan 2.5 视频任务的状态和结果',
	'Swap Character in Video: Wan 2.2': '视频换人（Wan 2.2）',
	'Swap character in video: Wan 2.2': '视频换人（Wan 2.2）',
	'Replace the person in a video with the person in an image (视频换人)':
		'把视频中的人物换成图片中的人物',
	'Get Result: Character Swap': '视频换人查询',
	'Get result: character swap': '视频换人查询',
	'Poll a character swap task once for its state and result (视频换人查询)':
		'查询一次视频换人任务的状态和结果',
	'Sync Lips to Voice: Digital Human': '数字人-对口型',
	'Sync lips to voice: Digital Human': '数字人-对口型',
	'Make the person in an image or a video lip-sync to a voice recording (数字人-对口型)':
		'让图片或视频中的人物按录音对口型说话',
	'Get Result: Digital Human': '数字人-对口型查询',
	'Get result: Digital Human': '数字人-对口型查询',
	'Poll a lip sync task once for its state and result (数字人-对口型查询)':
		'查询一次对口型任务的状态和结果',

	// How long it takes
	'Likely 10 seconds to 1 minute': '预计 10 秒到 1 分钟',
	'Likely 20 seconds to 3 minutes': '预计 20 秒到 3 分钟',
	'Likely 45 seconds to 5 minutes': '预计 45 秒到 5 分钟',
	'Likely 2 to 10 minutes': '预计 2 到 10 分钟',
	'Usually 3 to 7 minutes': '通常 3 到 7 分钟',

	// How well its path is known
	'API path from the official documentation': '接口路径来自官方文档',
	"API path from the vendor's own software": '接口路径来自平台自己的软件',
	'API path from a public client': '接口路径来自第三方客户端',
	'API path from a public client, uncertain': '接口路径来自第三方客户端，不完全确定',
	'API path not confirmed': '接口路径未经确认',
	'API path not confirmed by the platform': '接口路径未经平台确认',
	'not on the official list': '不在官方接口清单中',
};
