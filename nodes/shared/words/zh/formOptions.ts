/** What most operations have: waiting, options, advanced options; and the forms of Wait for Task and of Custom Request. */
export const OPTIONS: Readonly<Record<string, string>> = {
	// The groups
	Options: '选项',
	'Wait Options': '等待选项',
	'Add option': '添加选项',
	Advanced: '高级',
	'Add advanced option': '添加高级选项',

	// The beginning of a form
	Operation: '操作',
	Resource: '类别',
	'Tool Description': '工具说明',
	'What the model reads about this tool': '写给模型看的工具说明',
	'Known alternatives are tried automatically': '会自动尝试已知的其他路径',
	'See <a href="https://api.mathmind.cn/" target="_blank">the docs</a>':
		'详见<a href="https://api.mathmind.cn/" target="_blank">平台文档</a>',
	'See <a href="https://api.mathmind.cn/342940120e0" target="_blank">the docs</a>':
		'详见<a href="https://api.mathmind.cn/342940120e0" target="_blank">平台文档</a>',
	'See <a href="https://api.mathmind.cn/342940125e0" target="_blank">the docs</a>':
		'详见<a href="https://api.mathmind.cn/342940125e0" target="_blank">平台文档</a>',
	'See <a href="https://api.mathmind.cn/342940126e0" target="_blank">the docs</a>':
		'详见<a href="https://api.mathmind.cn/342940126e0" target="_blank">平台文档</a>',
	'See <a href="https://api.mathmind.cn/342940129e0" target="_blank">the docs</a>':
		'详见<a href="https://api.mathmind.cn/342940129e0" target="_blank">平台文档</a>',
	'See <a href="https://api.mathmind.cn/342940132e0" target="_blank">the docs</a>':
		'详见<a href="https://api.mathmind.cn/342940132e0" target="_blank">平台文档</a>',
	'See <a href="https://api.mathmind.cn/342940133e0" target="_blank">the docs</a>':
		'详见<a href="https://api.mathmind.cn/342940133e0" target="_blank">平台文档</a>',
	'See <a href="https://api.mathmind.cn/355189087e0" target="_blank">the docs</a>':
		'详见<a href="https://api.mathmind.cn/355189087e0" target="_blank">平台文档</a>',

	// Waiting
	'Whether to wait for the result in this node instead of returning a task for Kexiang Wait for Task':
		'在这个节点里等到结果；关闭则输出任务，交给 Kexiang Wait for Task 等待',
	'Download Files': '下载文件',
	'Whether to download the result files into binary fields of the item':
		'把结果文件下载到数据项的文件字段里',
	'File Name': '文件名',
	"Name for the result files instead of the platform's own, such as an expression with a field of the item":
		'结果文件的名字，代替平台的文件名，可以用表达式引用数据项的字段',
	'The extension depends on the content, and several files of one task are numbered':
		'扩展名按内容确定，一个任务有多个文件时自动编号',
	Interval: '查询间隔',
	'Seconds between two polls of one task': '同一个任务每隔多少秒查询一次',
	'with the schedule Smart, the shortest time between them': '“查询节奏”选“智能”时，这是最短的间隔',
	'Max File Size': '文件大小上限',
	'Largest file to download, in MB': '下载的文件最大多少 MB',
	'On Failed Task': '任务失败后',
	'What to do with a task that ended without a result, after the tasks of all items have ended':
		'所有数据项的任务都结束后，怎样处理没有结果的任务',
	'Pass Through': '照常输出',
	'Return the task with the reason for its failure, like a finished one':
		'与已完成的任务一样输出，附上失败原因',
	'Stop With an Error': '报错停止',
	'The message gives the reason and names every task of the run':
		'报错里写明失败原因和这次运行的所有任务',
	'nothing is submitted again': '不会重新提交',
	'On Timeout': '超时后',
	'What to do with a task that has not finished within the time limit':
		'怎样处理等待时限内没有完成的任务',
	'Return the task with its last state, like a finished one':
		'与已完成的任务一样输出，附上最后的状态',
	'The message names the task, so that you can wait for it again':
		'报错里写明是哪个任务，之后可以接着等',
	'One Item per File': '每个文件一项数据',
	'Whether to return one item for each result file instead of one for each task':
		'每个结果文件输出一项数据，而不是每个任务一项',
	'Put Output File in Field': '输出文件字段',
	'Name of the binary field for the first file': '存放第一个文件的文件字段名',
	'further files get _1, _2 and so on': '后面的文件依次加 _1、_2……',
	Schedule: '查询节奏',
	'When to poll the platform for the state of a task': '什么时候向平台查询任务状态',
	'Fixed Interval': '固定间隔',
	'Poll at equal intervals': '每隔相同的时间查询一次',
	Smart: '智能',
	'Poll rarely at first, and more often when a task is likely to finish':
		'刚开始查得少，快完成时查得多',
	'Time Limit': '等待时限',
	'How many minutes to wait at most, for all items together': '所有数据项一共最多等多少分钟',
	'With Retry On Fail, each try waits that long': '开启 Retry On Fail 时，每次重试都最多等这么久',
	'With Retry On Fail, all tries together wait that long':
		'开启 Retry On Fail 时，所有重试加起来最多等这么久',

	// Options
	'Check Files': '检查文件',
	'Whether to check files from binary data before they are shared, and to refuse what the field does not accept (format, size, dimensions, length)':
		'分享文件前先检查，不符合字段要求（格式、大小、尺寸、时长）的直接拒绝',
	'Files are checked unless you add this option and leave it off':
		'默认会检查，不想检查时添加此选项并关闭',
	'Include Input Fields': '保留输入字段',
	'Whether to add the fields and files of the input item to the output':
		'把输入数据项的字段和文件也一起输出',
	'A field whose name the result already uses is moved to the field input':
		'与结果重名的字段放到 input 字段里',
	'a file whose name the result already uses is left out': '与结果重名的文件不输出',
	'Link Validity (Hours)': '链接有效期（小时）',
	'How long a link of n8n is valid': 'n8n 的链接多久内有效',
	'for links of your own bucket, the credential sets the time':
		'“自己的存储桶”的链接，有效期以凭证里的设置为准',
	'Preview Request': '预览请求',
	'Whether to return the request instead of sending it, with the cost of the last such task if it is known':
		'只输出将要发送的请求，不发送；如果知道上一个同类任务的花费，也会列出',
	'Share Files By': '文件分享方式',
	'How the platform gets the files from binary data': '平台怎样取得文件字段里的文件',
	'It can open public URLs only': '平台只能打开公网链接',
	'Link of This N8n': 'n8n 的链接',
	'A signed link': '带签名的链接',
	'n8n must be reachable from the internet': 'n8n 必须能从公网访问',
	'Own Bucket': '自己的存储桶',
	'S3, Alibaba OSS, Tencent COS, R2 or MinIO, with its own credential':
		'S3、阿里云 OSS、腾讯云 COS、R2 或 MinIO，需要单独的凭证',
	Simplify: '精简结果',
	'Whether to return a simplified version of the response instead of the raw data':
		'返回精简后的结果，而不是平台的原始数据',
	'Skip Items That Have a Task': '跳过已有任务的数据',
	'Whether to submit nothing for items that already have a task ID': '已有任务编号的数据项不再提交',
	'A finished task is returned as it is': '已完成的任务原样输出',
	'the others are waited for like new tasks': '其余的和新任务一样等待',
	'Spending Limit': '花费上限',
	'How many credits this run of the node may spend at most': '节点每次运行最多花多少积分',
	'The value of the first item counts, and items beyond the limit are not sent':
		'以第一项数据填写的为准，超出上限的数据项不会提交',
	'In a tool, the limit is for all calls of one execution together':
		'用作 AI Agent 的工具时，一次执行里的所有调用合并计算',
	'Submissions at Once': '同时提交数',
	'How many items to submit at the same time': '同时提交多少项数据',
	'The value of the first item counts for the whole run': '整次运行以第一项数据填写的为准',
	'The limit of the platform is not known': '平台的上限未知',
	'Task ID Column': '任务编号列',
	'Name of the field that holds the task ID of an item, for Skip Items That Have a Task':
		'数据项里存放任务编号的字段名，配合“跳过已有任务的数据”使用',
	'Enter the name, not an expression': '直接填名字，不能用表达式',

	// Advanced options
	'Additional Fields': '附加字段',
	'Fields that this form does not offer, as JSON': '表单里没有的字段，用 JSON 填写',
	'They are merged into the request, or into the user_input of a task':
		'会合并到请求里，任务则合并到 user_input',
	'Business URL': '业务路由',
	'Route key of the upstream service (business_url)': '上游服务的路由标识（business_url）',
	'Set it only if the platform documents another value': '平台文档写明其他值时才填',
	'Cost Type': '计费类型',
	'Price rule (cost_type)': '计费规则（cost_type）',
	'0 changes nothing': '0 表示不改',
	'Query Path': '查询路径',
	"Path to poll instead of the task source's own path": '查询任务用的路径，代替任务来源的路径',
	'Query Timeout': '查询超时',
	'How many seconds to wait for the response to one poll, or for the next part of a result file, before trying again':
		'查询任务或下载结果文件时，多少秒没有收到数据就重试',
	'Renamed Model': '模型新名称',
	'Enter the new name of the model if the platform renames it': '平台给模型改名后，在这里填新名称',
	'The default is GoogleOmni': '默认为 GoogleOmni',
	'The default is GPT-Image-2': '默认为 GPT-Image-2',
	'The default is GPT-Image-2-Official': '默认为 GPT-Image-2-Official',
	'The default is KlingMotionControl': '默认为 KlingMotionControl',
	'The default is KlingV3': '默认为 KlingV3',
	'The default is Kling-v3-omni': '默认为 Kling-v3-omni',
	'The default is KVideo2.5': '默认为 KVideo2.5',
	'The default is MiniMaxH3': '默认为 MiniMaxH3',
	'Path of the service as the platform documents it, used instead of the derived path':
		'平台文档里的接口路径，代替推断的路径',
	'{id} stands for the task ID': '{id} 代表任务编号',
	'Request Timeout': '请求超时',
	'How many seconds to wait for one response before trying again': '多少秒没有收到响应就重试',
	'How many seconds to wait for the response': '最多等待响应多少秒',
	'A submission that times out may still be carried out and charged':
		'超时的提交仍有可能执行并扣费',
	'Requests per Second': '每秒请求数',
	'How many polls to send per second at most, for all tasks of the run together':
		'一次运行的所有任务合计，每秒最多查询多少次',
	Source: '来源标记',
	'Source flag of the task (source)': '任务的来源标记（source）',
	'Set it only if the platform documents one': '平台文档写明时才填',

	// Wait for Task
	'Task ID': '任务编号',
	'ID of the task, as returned by the node that submitted it': '任务的编号，由提交任务的节点输出',
	'Task Source': '任务来源',
	'Which part of the platform to poll for the task': '任务属于平台的哪一类',
	'From Input Item': '取自输入数据项',
	'As given by the node that submitted the task': '以提交任务的节点给出的为准',
	State: '状态',
	'State of the tasks to list, as last seen by this n8n process':
		'列出哪种状态的任务，以这个 n8n 进程最后查到的为准',
	'a task that was never polled is pending': '从没查询过的任务算“未完成”',
	Any: '不限',
	Failed: '失败',
	Pending: '未完成',
	Success: '成功',
	Node: '节点',
	'Name of the node that submitted the tasks, or a part of it': '提交任务的节点名，可以只填一部分',
	'leave it empty for all nodes': '留空则不限节点',
	Limit: '数量上限',
	'Max number of results to return': '最多列出多少个任务',
	'the choice is the same for all items': '所有数据项统一处理',
	'Send to Still Running Output': '送到 Still Running 输出',
	'Send the task to an output of its own': '任务从单独的输出送出',
	'Send to Failed Output': '送到 Failed 输出',
	'Send the task with the reason for its failure to an output of its own':
		'任务从单独的输出送出，附上失败原因',
	'Draw one connection from the output "Ask Again" back to the input of this node':
		'从“Ask Again”输出连一条线，接回这个节点的输入',
	'Each time n8n resumes the sleeping execution, the items go to that output':
		'n8n 每次唤醒休眠中的执行，数据都从这个输出送出',
	'Results go to "Success"': '结果从“Success”输出',

	// The parts of the platform that know tasks
	'Asset Review': '素材审核',
	'Review of an image, video or audio file for Seedance': 'Seedance 的图片、视频或音频审核',
	'use its numeric ID, not asset-...': '用数字编号查询，不用 asset-...',
	'Hunyuan Effect Task': '混元视频特效任务',
	'Video effects of Tencent Hunyuan': '腾讯混元的视频特效',
	'Hunyuan Stylization Task': '混元视频风格化任务',
	'Video stylization of Tencent Hunyuan': '腾讯混元的视频风格化',
	'Jimeng Video Task': '即梦视频任务',
	'Videos of Jimeng, and probably of Seedance 1.0': '即梦的视频，可能也包括 Seedance 1.0 的视频',
	'Kbanana Channel Task': 'Kbanana 渠道版任务',
	'Kbanana Pro and Kbanana 2 (Channel)': 'Kbanana Pro 和 Kbanana 2（渠道版）',
	'Picture in Picture Task': '画中画任务',
	'Picture in picture of Kexiang Video Tools': 'Kexiang Video Tools 的画中画',
	'Task (user_task)': '任务（user_task）',
	'Kbanana (Official), Seedance 2.0, KImage2, Kling and all other tasks of kexiangai.com':
		'Kbanana（官方版）、Seedance 2.0、KImage2、Kling，以及 kexiangai.com 的其他所有任务',
	'Tool Task': '工具任务',
	'Subtitles, long video transcripts, Wanxiang and other tasks of the tool API':
		'字幕、长视频文案、万相，以及工具接口的其他任务',
	'Wanxiang Task': '万相任务',
	'Character swap, lip sync and Wan 2.5 videos of Tongyi Wanxiang':
		'通义万相的视频换人、对口型和 Wan 2.5 视频',

	// Custom Request
	'Model Type': '模型类型',
	'What the model makes, and from what': '模型的用途：用什么生成什么',
	'Other Model Type': '其他模型类型',
	'User Input': '模型参数',
	'All other parameters of the model (user_input), as JSON':
		'模型的其他所有参数（user_input），用 JSON 填写',
	'For example {"prompt": "a paper boat", "size": "1:1"}, as the platform documents it':
		'例如 {"prompt": "一只纸船", "size": "1:1"}，以平台文档为准',
	API: '接口',
	'Which of the two base URLs in the credential the path belongs to':
		'路径接在凭证里的哪个接口地址后面',
	'Task API': '任务接口',
	'Paths that begin with /api/v1': '以 /api/v1 开头的路径',
	'Tool API': '工具接口',
	'Paths that begin with /minimalist/api': '以 /minimalist/api 开头的路径',
	Method: '请求方法',
	'A POST counts as paid and is not repeated once it may have been accepted':
		'POST 算作付费请求，一旦可能已被受理就不会再次发送',
	'a GET has no body': 'GET 没有请求体',
	GET: 'GET',
	POST: 'POST',
	Path: '路径',
	'Path of the service as the platform documents it, without the host':
		'平台文档里的接口路径，不含域名',
	Body: '请求体',
	'Body of a POST, as JSON': 'POST 的请求体，用 JSON 填写',
	'Which part of the platform to poll for the task in the response': '返回的任务属于平台的哪一类',
	None: '无',
	'The response contains the result': '返回的内容就是结果',
};
