/** The gorge of the Yangtze at Tianmen, drawn for a box of 580 × 720 with its left edge at x = 700. */

const WAVES =
  '<path d="M930 596q22-10 44 0t44 0M912 652q26-12 54 0t54 0M764 640q22-10 44 0t44 0M1130 612q22-10 44 0t44 0M1150 676q22-10 44 0t44 0M760 690q20-9 40 0t40 0" fill="none" stroke="#8fb4bc" stroke-width="5" stroke-linecap="round"/>'

const CLIFFS =
  '<path d="M700 116C744 140 790 176 818 236C842 288 866 300 878 352C892 410 916 440 922 498L880 520L700 548Z" fill="#5f8f80"/>' +
  '<path d="M700 252C742 268 776 310 796 362C820 420 842 450 850 518L700 548Z" fill="#477a6b"/>' +
  '<path d="M1280 76C1232 96 1196 148 1172 212C1150 268 1118 286 1104 346C1092 402 1062 440 1056 500L1104 522L1280 552Z" fill="#6d9a8b"/>' +
  '<path d="M1280 236C1236 250 1210 302 1190 352C1166 412 1136 446 1128 522L1280 552Z" fill="#4f8272"/>'

export function boat(x: number, y: number, scale: number): string {
  return (
    `<g transform="translate(${x} ${y}) scale(${scale})"><path d="M-8-8V-86C22-68 38-38 40-8Z" fill="#fffdf7"/><path d="M-14-8V-70C-32-54-40-32-42-8Z" fill="#efe9da"/>` +
    '<path d="M-54 0H54Q42 22 22 24H-24Q-46 22-54 0Z" fill="#6d5638"/></g>'
  )
}

/** The whole gorge with sun, river and boat. */
export function gorge(withBoat = true): string {
  return (
    '<rect x="700" y="0" width="580" height="720" fill="#e3ebe8"/><circle cx="984" cy="300" r="54" fill="#e3b277"/>' +
    '<path d="M700 330Q800 300 880 352T1040 366T1280 330V480H700Z" fill="#c9dad5"/><path d="M700 470H1280V720H700Z" fill="#b5cfd3"/>' +
    CLIFFS +
    '<path d="M922 500C960 520 1010 520 1056 500C1040 560 1100 600 1060 650C1040 680 1060 700 1080 720H860C890 690 900 660 884 622C866 580 930 552 922 500Z" fill="#cfe1e2"/>' +
    WAVES +
    (withBoat ? boat(994, 478, 1) : '')
  )
}

/** Wide scene for the cover and the closing page: far hills, the two gates, water, boat. */
export function wideGorge(): string {
  return (
    '<rect width="1280" height="720" fill="#e6edea"/><circle cx="930" cy="236" r="62" fill="#e3b277"/>' +
    '<path d="M0 380Q160 300 330 352T640 340T960 356T1280 320V560H0Z" fill="#cfded9"/><path d="M0 420Q240 350 470 404T900 402T1280 384V560H0Z" fill="#bcd2cb"/>' +
    '<path d="M0 470H1280V720H0Z" fill="#b5cfd3"/>' +
    '<path d="M640 500C652 440 676 408 690 352C704 292 742 250 770 250C806 254 812 320 834 372C848 412 862 450 868 500L770 520Z" fill="#5f8f80"/>' +
    '<path d="M716 506C724 440 748 400 768 340C790 400 812 440 822 506Z" fill="#477a6b"/>' +
    '<path d="M996 500C1004 430 1036 400 1050 330C1066 262 1100 190 1140 180C1196 184 1212 280 1240 340C1256 380 1270 400 1280 420V540L1100 524Z" fill="#6d9a8b"/>' +
    '<path d="M1070 514C1084 430 1112 380 1140 290C1170 380 1206 430 1216 522Z" fill="#4f8272"/>' +
    '<path d="M868 500Q930 514 996 500C980 560 1060 590 1030 650C1016 680 1040 700 1060 720H760C800 690 812 650 800 622C786 580 876 552 868 500Z" fill="#cfe1e2"/>' +
    '<path d="M860 600q22-10 44 0t44 0M850 660q26-12 54 0t54 0M560 580q22-10 44 0t44 0M300 640q22-10 44 0t44 0M1120 610q22-10 44 0t44 0M1150 680q22-10 44 0t44 0M120 590q20-9 40 0t40 0M640 690q20-9 40 0t40 0" fill="none" stroke="#8fb4bc" stroke-width="5" stroke-linecap="round"/>' +
    boat(930, 508, 0.86)
  )
}

/** Water that runs against the cliff and turns back, in a box of 560 × 420 at the origin. */
export function turningWater(): string {
  return (
    '<rect x="0" y="0" width="560" height="420" rx="14" fill="#dbe8e8"/><path d="M0 120Q180 60 330 116T560 90V14A14 14 0 0 0 546 0H14A14 14 0 0 0 0 14Z" fill="#e9efec"/>' +
    '<path d="M380 420C372 330 404 280 396 210C390 140 430 74 480 40C510 24 540 20 560 22V406A14 14 0 0 1 546 420Z" fill="#5f8f80"/><path d="M452 420C446 330 476 270 480 190C500 240 540 250 560 262V406A14 14 0 0 1 546 420Z" fill="#477a6b"/>' +
    '<path d="M30 250C140 224 250 236 330 246C372 252 384 288 352 312C316 336 262 318 268 286C274 262 306 262 312 280" fill="none" stroke="#5f97a4" stroke-width="11" stroke-linecap="round"/>' +
    '<path d="M30 300C120 280 190 286 236 296M40 350C160 336 270 356 372 372" fill="none" stroke="#86b3bb" stroke-width="9" stroke-linecap="round"/>' +
    '<path d="M352 214l14-24M372 226l26-16M334 210l2-26" stroke="#5f97a4" stroke-width="6" stroke-linecap="round"/>'
  )
}

/** Two hills that come forward one after the other, for the word 出. */
export function viewFromBoat(): string {
  return (
    '<rect x="0" y="0" width="560" height="420" rx="14" fill="#e3ebe8"/><circle cx="280" cy="130" r="40" fill="#e3b277"/>' +
    '<path d="M0 220Q120 170 240 210T560 196V280H0Z" fill="#cadad5"/><path d="M0 262H560V406a14 14 0 0 1-14 14H14a14 14 0 0 1-14-14Z" fill="#b5cfd3"/>' +
    '<path d="M0 96C60 110 130 170 168 290L0 320Z" fill="#5f8f80"/><path d="M560 70C500 96 424 160 398 286L560 318Z" fill="#6d9a8b"/>' +
    '<path d="M60 420C90 372 200 350 280 350S470 372 500 420Z" fill="#6d5638"/><path d="M106 420C130 388 210 374 280 374S430 388 454 420Z" fill="#8a7049"/>' +
    '<path d="M196 300q20-9 40 0t40 0M300 326q20-9 40 0t40 0" fill="none" stroke="#8fb4bc" stroke-width="5" stroke-linecap="round"/>'
  )
}
