/** Fields of the operations: labels, entries of dropdowns, descriptions and notices. */
export const FIELDS: Readonly<Record<string, string>> = {
	// What the result is made from
	Mode: '模式',
	'What the result is made from': '用什么来生成',
	'Text to Image': '文生图',
	'Image to Image': '图生图',
	'Text to Video': '文生视频',
	'Image to Video': '图生视频',
	'Images to Video': '多图生视频',
	'Images and Video to Video': '图片加视频生视频',
	'Video to Video': '视频生视频',
	'First and Last Frame to Video': '首尾帧生视频',
	'References to Video': '参考生视频',
	'What shows the person; which of the two the platform takes is not known':
		'人物来自图片还是视频；平台支持哪一种尚不确定',
	Picture: '图片',
	Other: '其他',
	Default: '默认',
	Prompt: '提示词',
	'What to make, or what to change, in words': '用文字写出要生成什么，或要改什么',
	'Negative Prompt': '反向提示词',
	'What to avoid, in words': '用文字写出不想出现的内容',
	'Write <code>&lt;&lt;&lt;image_1&gt;&gt;&gt;</code> for the first picture, <code>&lt;&lt;&lt;image_2&gt;&gt;&gt;</code> for the second, and so on':
		'用 <code>&lt;&lt;&lt;image_1&gt;&gt;&gt;</code> 指第一张图片，<code>&lt;&lt;&lt;image_2&gt;&gt;&gt;</code> 指第二张，以此类推',
	'Write <code>&lt;&lt;&lt;image_1&gt;&gt;&gt;</code>, <code>&lt;&lt;&lt;image_2&gt;&gt;&gt;</code> and so on for the pictures, <code>&lt;&lt;&lt;video_1&gt;&gt;&gt;</code> for the video':
		'用 <code>&lt;&lt;&lt;image_1&gt;&gt;&gt;</code>、<code>&lt;&lt;&lt;image_2&gt;&gt;&gt;</code> 等指图片，<code>&lt;&lt;&lt;video_1&gt;&gt;&gt;</code> 指视频',

	// Models
	'Model Name': '模型名称',
	'Name of the model; the platform renames models now and then': '模型的名称；平台有时会给模型改名',
	'Name of the model as the platform documents it': '模型的名称，以平台文档为准',
	'Other Model Name': '其他模型名称',
	'The name as the platform documents it': '名称以平台文档为准',

	// Pictures
	'Image URL': '图片链接',
	'Image URLs': '图片链接',
	'First Frame URL': '首帧图片',
	'Last Frame URL': '尾帧图片',
	'Cover Image URL': '封面图片',
	'Face Image URL': '人脸图片',
	'Overlay URL': '叠加图片',
	'GIF URL': 'GIF 链接',
	"Public URLs of the pictures to work from, or names of binary fields of the item (of a tool: of the agent's item), also with * for any letters":
		'要用的图片。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）；名字里可以用 * 代表任意字符',
	"Public URLs of the pictures to work from, at most 7, or names of binary fields of the item (of a tool: of the agent's item), also with * for any letters":
		'要用的图片，最多 7 张。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）；名字里可以用 * 代表任意字符',
	"Public URLs of the pictures to work from, at most 8, or names of binary fields of the item (of a tool: of the agent's item), also with * for any letters":
		'要用的图片，最多 8 张。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）；名字里可以用 * 代表任意字符',
	"Public URLs of the pictures to work from, at most 14, or names of binary fields of the item (of a tool: of the agent's item), also with * for any letters":
		'要用的图片，最多 14 张。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）；名字里可以用 * 代表任意字符',
	"Public URLs of the pictures to work from, at most 16, or names of binary fields of the item (of a tool: of the agent's item), also with * for any letters":
		'要用的图片，最多 16 张。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）；名字里可以用 * 代表任意字符',
	"Public URLs of the pictures to work from, at most 7, or 4 beside a video, or names of binary fields of the item (of a tool: of the agent's item), also with * for any letters":
		'要用的图片，最多 7 张，同时有视频时最多 4 张。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）；名字里可以用 * 代表任意字符',
	"Public URLs of up to 9 reference pictures, or asset://... of an accepted asset, or names of binary fields of the item (of a tool: of the agent's item), also with * for any letters":
		'参考图，最多 9 张。填公网链接、已过审素材的 asset://...，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）；名字里可以用 * 代表任意字符',
	"Public URL of the picture to work from, or the name of a binary field of the item (of a tool: of the agent's item)":
		'要用的图片。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of the picture that the video begins with, or the name of a binary field of the item (of a tool: of the agent's item)":
		'视频的第一帧画面。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of the picture that the video begins with, or asset://... of an accepted asset, or the name of a binary field of the item (of a tool: of the agent's item)":
		'视频的第一帧画面。填公网链接、已过审素材的 asset://...，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of the picture that the video ends with, or the name of a binary field of the item (of a tool: of the agent's item)":
		'视频的最后一帧画面。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of the picture that the video ends with, or asset://... of an accepted asset, or the name of a binary field of the item (of a tool: of the agent's item)":
		'视频的最后一帧画面。填公网链接、已过审素材的 asset://...，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of the picture that the video shows, or the name of a binary field of the item (of a tool: of the agent's item)":
		'视频要显示的图片。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of the picture of the person, or the name of a binary field of the item (of a tool: of the agent's item)":
		'人物图片。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of the picture of the new person, or the name of a binary field of the item (of a tool: of the agent's item)":
		'要换上的人物的图片。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of the portrait, or the name of a binary field of the item (of a tool: of the agent's item)":
		'人像图片。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of a picture of the face to follow, where the video shows several, or the name of a binary field of the item (of a tool: of the agent's item)":
		'视频里有多张脸时，指定要对口型的那张脸的图片。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of the picture to lay over the video, or the name of a binary field of the item (of a tool: of the agent's item)":
		'要叠加到视频上的图片。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of a picture that is shown at the start, or the name of a binary field of the item (of a tool: of the agent's item)":
		'视频开头显示的图片。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of the sticker, or the name of a binary field of the item (of a tool: of the agent's item)":
		'要叠加的贴纸。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URLs of one or two pictures, as the template needs, or names of binary fields of the item (of a tool: of the agent's item), also with * for any letters":
		'按模板的要求，用一张或两张图片。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）；名字里可以用 * 代表任意字符',

	// Videos
	'Video URL': '视频链接',
	'Video URLs': '视频链接',
	'Opening Video URL': '片头视频',
	'Closing Video URL': '片尾视频',
	"Public URLs of the videos to work from, or names of binary fields of the item (of a tool: of the agent's item), also with * for any letters":
		'要用的视频。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）；名字里可以用 * 代表任意字符',
	"Public URLs of up to 3 reference videos, 15 seconds together, or asset://... of an accepted asset, or names of binary fields of the item (of a tool: of the agent's item), also with * for any letters":
		'参考视频，最多 3 段，总时长 15 秒以内。填公网链接、已过审素材的 asset://...，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）；名字里可以用 * 代表任意字符',
	"Public URL of the video to work from, or the name of a binary field of the item (of a tool: of the agent's item)":
		'要用的视频。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of the video of the person, or the name of a binary field of the item (of a tool: of the agent's item)":
		'人物视频。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of the video that shows the motion, or the name of a binary field of the item (of a tool: of the agent's item)":
		'提供动作的视频。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of the video to measure, or the name of a binary field of the item (of a tool: of the agent's item)":
		'要获取时长的视频。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of the video to subtitle, or the name of a binary field of the item (of a tool: of the agent's item)":
		'要添加字幕的视频。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of a clip that comes first, or the name of a binary field of the item (of a tool: of the agent's item)":
		'放在最前面的视频。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of a clip that comes last, or the name of a binary field of the item (of a tool: of the agent's item)":
		'放在最后面的视频。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	'Video Use': '视频用途',
	'What the video is for': '这段视频用来做什么',
	'Edit This Video': '编辑这段视频',
	'Keeps its length': '时长不变',
	Reference: '作为参考',
	'Motion, camera, style': '参考动作、运镜、风格',
	'Character Orientation': '人物朝向',
	'Which way the person faces': '人物面向哪个方向',
	'As in the Image': '与图片一致',
	'As in the Video': '与视频一致',

	// Sounds
	'Audio URL': '音频链接',
	'Audio URLs': '音频链接',
	'Background Music URL': '背景音乐',
	'Voice URL': '配音',
	"Public URLs of the sounds to work from, or names of binary fields of the item (of a tool: of the agent's item), also with * for any letters":
		'要用的音频。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）；名字里可以用 * 代表任意字符',
	"Public URLs of up to 3 sounds, 15 seconds together and not without a picture or video, or asset://... of an accepted asset, or names of binary fields of the item (of a tool: of the agent's item), also with * for any letters":
		'参考音频，最多 3 段，总时长 15 秒以内，须搭配图片或视频。填公网链接、已过审素材的 asset://...，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）；名字里可以用 * 代表任意字符',
	"Public URL of the sound to add, or the name of a binary field of the item (of a tool: of the agent's item)":
		'要添加的音频。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of the sound track, or the name of a binary field of the item (of a tool: of the agent's item)":
		'用作视频声音的音频。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of the voice, or the name of a binary field of the item (of a tool: of the agent's item)":
		'人物要说的录音。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of background music, or the name of a binary field of the item (of a tool: of the agent's item)":
		'背景音乐的音频。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of a voice-over, or the name of a binary field of the item (of a tool: of the agent's item)":
		'配音的音频。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	"Public URL of a voice-over, which sets the length of the video, or the name of a binary field of the item (of a tool: of the agent's item)":
		'配音的音频，视频时长以它为准。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	'Generate Audio': '生成声音',
	'Sound for the video, made by the model': '让模型给视频配上声音',
	'Sound for the video when no Audio URL is given': '没有填“音频链接”时，给视频生成声音',
	On: '开启',
	Off: '关闭',
	'Keep Original Sound': '保留原声',
	'Whether the result keeps the sound of the video': '结果保留原视频的声音',
	'Background Music': '背景音乐',
	'Whether to add music to the video': '给视频加上音乐',
	'Background Music Volume': '背景音乐音量',
	'Volume of the music, in percent': '音乐的音量，百分比',
	'Voice Volume': '配音音量',
	'Volume of the voice-over, in percent': '配音的音量，百分比',
	'Audio Volume': '音频音量',
	'Volume of the sound, in percent; a guess that no source confirms, so leave it empty unless the platform documents it':
		'音频的音量，百分比；这个字段只是推测，没有资料证实，平台文档写明时才填',

	// Other files
	Files: '文件',
	"URLs, which are handed on as they are, or names of binary fields of the item (of a tool: of the agent's item), also with * for any letters":
		'填数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）；名字里可以用 * 代表任意字符；也可以填链接，链接会原样输出',
	'File URL': '文件链接',
	"Public URL of the file, or the name of a binary field of the item (of a tool: of the agent's item)":
		'要审核的文件。填公网链接，或数据项里文件字段的名字（作为智能体的工具时，指智能体的数据项）',
	'Asset Type': '素材类型',
	'What kind of file it is': '文件的类型',
	'Asset Name': '素材名称',
	'A name to know the asset by': '给素材起个名字，方便辨认',
	File: '文件',
	Image: '图片',
	Video: '视频',
	Audio: '音频',
	Subtitle: '字幕',
	Transcript: '文案',
	'Review Assets First': '先审核素材',
	'Whether to have each picture, video and sound reviewed first and use it as an asset, as Seedance demands where real people are shown':
		'每张图片、每段视频和音频都先送审，过审后作为素材使用；含真人时 Seedance 要求这样做',
	'Wait for Review': '等待审核',
	'Whether the platform holds its answer back until the review has ended; Wait for Completion asks from time to time instead':
		'平台等审核结束才返回；“等待完成”则是隔一段时间查询一次',
	'Seedance takes pictures, videos and sounds of real people only after a review. If there are any, add <b>Options &gt; Review Assets First</b>: it has each file reviewed before the video is submitted':
		'含真人的图片、视频和音频，审核通过后 Seedance 才接受。有这类文件时，添加<b>选项 &gt; 先审核素材</b>：提交视频前，每个文件都会先送审',

	// How the picture looks
	Ratio: '画面比例',
	'Width to height of the result': '结果的宽高比',
	Size: '尺寸',
	'Width and height of the result, in pixels': '结果的宽和高，单位像素',
	WIDTHxHEIGHT: '宽x高',
	Resolution: '分辨率',
	'Size of the result; larger ones cost more': '结果的清晰度；越高越贵',
	Quality: '质量',
	'Quality of the picture': '图片的质量',
	'a higher one costs more': '越高越贵',
	'whether these models honour it is not known': '这些模型是否支持尚不确定',
	'named by a public client only': '只有公开客户端提到这个选项',
	'Quality of the result; the higher one costs more': '结果的质量；越高越贵',
	low: '低（low）',
	medium: '中（medium）',
	high: '高（high）',
	Pro: '专业模式（Pro）',
	Standard: '标准模式（Standard）',
	auto: '自动（auto）',
	adaptive: '自适应（adaptive）',
	'Default (1:1)': '默认（1:1）',
	'Default (16:9)': '默认（16:9）',
	'Default (720p)': '默认（720p）',
	'Default (1k)': '默认（1k）',
	'Default (1024*1536)': '默认（1024*1536）',
	'Default (auto)': '默认（自动）',
	'Default (low)': '默认（低）',
	'Default (On)': '默认（开启）',
	'Default (likely 1K)': '默认（可能是 1K）',
	'Default (likely 360p)': '默认（可能是 360p）',
	'Default (likely 480P)': '默认（可能是 480P）',
	'Default (likely 1080p)': '默认（可能是 1080p）',
	'Default (likely 1920*1080)': '默认（可能是 1920*1080）',
	'Default (likely auto)': '默认（可能是自动）',
	'Default (likely adaptive)': '默认（可能是自适应）',
	'Default (likely On)': '默认（可能是开启）',
	'Default (likely Off)': '默认（可能是关闭）',
	Style: '风格',
	'How the result looks': '结果的画面风格',
	'2D Anime': '2D 动漫',
	'3D Cartoon': '3D 卡通',
	'3D Chinese': '3D 国风',
	'Pixel Art': '像素风',
	'Style Strength': '风格强度',
	'How far the result leaves the video': '画面偏离原视频的程度',
	Template: '特效模板',
	'Effect of the video, as the platform names it': '视频的特效，名称以平台为准',
	'Other Template': '其他特效模板',
	'Become a Figurine, 1 Picture (befigure)': '变手办，1 张图片（befigure）',
	'Become Fluffy, 1 Picture (fuzzy)': '变毛茸茸，1 张图片（fuzzy）',
	'Form a Heart, 2 Pictures (hearting)': '比心，2 张图片（hearting）',
	'Hug, 2 Pictures (hug)': '拥抱，2 张图片（hug）',
	'Kiss on the Cheek, 2 Pictures (kissface)': '亲脸颊，2 张图片（kissface）',
	'Kiss, 2 Pictures (kissing)': '亲吻，2 张图片（kissing）',
	'Get Long Hair, 1 Picture (longhair)': '变长发，1 张图片（longhair）',
	'Get Pinched, 1 Picture (pinch)': '捏捏，1 张图片（pinch）',
	Watermark: '水印',
	'Whether to put a watermark on the result': '给结果加上水印',
	'Image Series': '组图',
	'Several pictures that belong together, as many as the model thinks fit':
		'一组相关的图片，张数由模型决定',
	'Max Images': '最多张数',
	'Most pictures of a series': '一组最多几张图片',
	Seed: '随机种子',
	'Number that makes the result repeatable': '填同一个数字，可以重现结果',
	'Guidance Scale': '提示词相关度',
	'How closely the result follows the prompt': '结果与提示词的贴近程度',
	'Extend Prompt': '扩写提示词',
	'Whether the platform may write the prompt out further': '允许平台自动扩写提示词',
	'Check Image': '检测图片',
	'Whether to check first that the picture can be used': '先检测图片能否使用',

	// How the video runs
	Duration: '时长',
	'Length of the result in seconds; longer ones cost more': '结果的时长，单位秒；越长越贵',
	'Fixed Camera': '固定镜头',
	'Whether to keep the camera still': '镜头保持不动',
	'Movement Amplitude': '运动幅度',
	'How much moves in the video': '画面动起来的幅度',
	small: '小（small）',
	large: '大（large）',
	'Return Last Frame': '返回尾帧',
	'Whether to return the last picture of the video too': '同时返回视频的最后一帧画面',
	'Extend Video': '延长视频',
	'Whether to lengthen the video to the length of the voice': '把视频延长到与录音一样长',
	'Cover Image Duration': '封面时长',
	'How many seconds the cover is shown': '封面显示多少秒',
	'Duration per Image': '每张时长',
	'How many seconds each picture is shown; the platform may ignore it':
		'每张图片显示多少秒；平台可能不采用',
	'Start (%)': '起点（%）',
	'Where the clip begins, in percent of the length': '片段从哪里开始，按总时长的百分比',
	'End (%)': '终点（%）',
	'Where the clip ends, in percent of the length': '片段到哪里结束，按总时长的百分比',
	'Name of the result file': '结果文件的名字',

	// Picture in picture
	'Start Time': '开始时间',
	'Second of the video at which it appears': '视频播放到第几秒时出现',
	'Display Duration': '显示时长',
	'How many seconds it is shown': '显示多少秒',
	Width: '宽度',
	'Width in pixels': '宽度，单位像素',
	Height: '高度',
	'Height in pixels': '高度，单位像素',
	X: '横向位置',
	'Distance from the left edge of the video, in pixels': '距视频左边缘多少像素',
	Y: '纵向位置',
	'Distance from the upper edge of the video, in pixels': '距视频上边缘多少像素',
	'Entry Animation': '入场动画',
	'Name of the entry animation, as the platform documents it': '入场动画的名称，以平台文档为准',
	'Entry Animation Duration': '入场动画时长',
	'Exit Animation': '出场动画',
	'Name of the exit animation, as the platform documents it': '出场动画的名称，以平台文档为准',
	'Exit Animation Duration': '出场动画时长',
	'How many seconds the animation takes': '动画持续多少秒',

	// Subtitles
	'Reference Text': '参考文案',
	'What is spoken, to make the recognition better': '视频里说的话，填了识别更准',
	Font: '字体',
	'The font by its number on the platform (selectFont), which no source lists':
		'平台上的字体编号（selectFont），没有资料列出有哪些编号',
	'Font Color': '字体颜色',
	'Color of the letters': '文字的颜色',
	'Font Size': '字号',
	'Size of the letters': '文字的大小',
	'Auto Font Size': '自动字号',
	'Whether to fit the size of the letters': '自动调整文字的大小',
	Bold: '加粗',
	'Whether to write in bold; the platform may ignore it': '文字加粗；平台可能不采用',
	'Outline Color': '描边颜色',
	"Color of the letters' outline": '文字描边的颜色',
	'Outline Width': '描边粗细',
	'Width of the outline': '文字描边的粗细',
	'Background Color': '背景颜色',
	'Color of the area behind the letters': '文字背后区域的颜色',
	'Vertical Margin': '垂直边距',
	'Distance from the edge of the picture': '字幕距画面边缘的距离',

	// Image cards
	Markdown: 'Markdown 内容',
	'Text of the card, as Markdown': '卡片上的文字，用 Markdown 写',
	'MDX Mode': 'MDX 模式',
	'Whether to read the text as MDX instead of Markdown': '按 MDX 解析文字，而不是普通的 Markdown',
	'Split Mode': '分页方式',
	'How the text is spread over several cards': '文字怎样分到多张卡片',
	Automatic: '自动',
	'As many cards as the text needs': '按文字多少自动决定张数',
	'At Horizontal Rules': '按分割线',
	'A new card at each ---': '每遇到 --- 换一张卡片',
	'One card': '只做一张卡片',
	'Hide Overflow': '隐藏溢出内容',
	'Whether to cut off what does not fit on the card': '卡片放不下的内容直接裁掉',
	Theme: '主题',
	'Name of the look, as the platform documents it': '外观主题的名称，以平台文档为准',
};
